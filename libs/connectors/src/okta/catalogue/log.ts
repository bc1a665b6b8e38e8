import type { OktaRow } from './okta-row';

/** The System Log. No row of the catalogue: it is read page by page for ever and yields no part of the inventory. */
export const LOG = {
  resource: 'logs',
  title: 'the System Log',
  endpoint: 'GET /api/v1/logs',
  scope: 'okta.logs.read',
  role: 'READ_ONLY_ADMIN',
} as const satisfies Pick<OktaRow, 'title' | 'endpoint' | 'scope' | 'role'> & { readonly resource: string };
