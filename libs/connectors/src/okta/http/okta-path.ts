/** An API path and the template it was made from, which decides whose rate limit it spends. */
export interface OktaPath {
  readonly path: string;
  /** The path with every id replaced by `{}`. */
  readonly template: string;
}

/** `` oktaPath`/api/v1/groups/${id}/users` ``: ids are percent-encoded, so no id can leave its segment. */
export function oktaPath(texts: readonly string[], ...ids: readonly string[]): OktaPath {
  let path = texts[0] ?? '';
  ids.forEach((id, index) => {
    path += encodeURIComponent(id) + (texts[index + 1] ?? '');
  });
  return { path, template: texts.join('{}') };
}

/** Families of endpoints that share one limit, as Okta last published them; see `OKTA_BUCKETS`. */
export type OktaBucket = 'UL' | 'UG' | 'GL' | 'GG' | 'AL' | 'AG' | 'LG' | 'OC' | 'DV' | 'DF' | 'OT';

/**
 * Requests a minute for a whole Workforce org, and what the bucket holds. Only a first estimate for the plan: the
 * limiter learns the real figures, and splits a bucket whose endpoints turn out to have limits of their own.
 * Source: Okta rate-limit tables, last published 2025-11; the last bucket is unpublished.
 */
export const OKTA_BUCKETS: Readonly<Record<OktaBucket, { readonly perMinute: number; readonly title: string }>> = {
  UL: { perMinute: 600, title: 'user list' },
  UG: { perMinute: 2000, title: 'single user' },
  GL: { perMinute: 500, title: 'groups and their members' },
  GG: { perMinute: 1000, title: 'single group' },
  AL: { perMinute: 100, title: 'applications and their assignments' },
  AG: { perMinute: 500, title: 'single application' },
  LG: { perMinute: 120, title: 'system log' },
  OC: { perMinute: 100, title: 'OAuth clients' },
  DV: { perMinute: 100, title: 'devices' },
  DF: { perMinute: 1200, title: 'everything else under /api/v1' },
  OT: { perMinute: 600, title: 'endpoints outside /api/v1' },
};

/** Exact match before longest prefix, as Okta counts. */
export function bucketOf(template: string): OktaBucket {
  if (template === '/api/v1/users') return 'UL';
  if (template === '/api/v1/users/{}' || template === '/api/v1/users/me') return 'UG';
  if (template === '/api/v1/groups/{}') return 'GG';
  if (under(template, '/api/v1/groups')) return 'GL';
  if (template === '/api/v1/apps/{}') return 'AG';
  if (under(template, '/api/v1/apps')) return 'AL';
  if (under(template, '/api/v1/logs')) return 'LG';
  if (under(template, '/oauth2/v1/clients')) return 'OC';
  if (under(template, '/api/v1/devices')) return 'DV';
  return under(template, '/api/v1') ? 'DF' : 'OT';
}

function under(template: string, prefix: string): boolean {
  return template === prefix || template.startsWith(`${prefix}/`);
}

/** Path and query as they are sent. */
export function targetOf(path: OktaPath, query: Readonly<Record<string, string>> | undefined): string {
  const text = query === undefined ? '' : new URLSearchParams(query).toString();
  return text === '' ? path.path : `${path.path}?${text}`;
}

/** Half the `limit`, the same page: cursors do not depend on it. */
export function halved(target: string): string {
  const [path = '', query = ''] = target.split('?', 2);
  const parameters = new URLSearchParams(query);
  const limit = Number(parameters.get('limit'));
  if (!Number.isInteger(limit) || limit <= 20) return target;
  parameters.set('limit', String(Math.max(20, Math.floor(limit / 2))));
  return `${path}?${parameters.toString()}`;
}
