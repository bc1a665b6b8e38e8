import { isIP } from 'node:net';
import { ADMIN_ORIGIN, ORG_ORIGIN } from '../org/org';

export interface Origins {
  readonly org: string;
  /** The same org's Admin Console host: `acme-admin.okta.example` for `acme.okta.example`. */
  readonly admin: string;
}

/** Okta answers with the host it was asked at; an address has no first label, so the whole of it gets the suffix. */
export function originsOf(protocol: string, host: string): Origins {
  const colon = host.startsWith('[') ? host.indexOf(':', host.indexOf(']')) : host.indexOf(':');
  const name = colon < 0 ? host : host.slice(0, colon);
  const port = colon < 0 ? '' : host.slice(colon);
  const [first = '', ...rest] = name.split('.');
  const admin =
    isIP(name) || name.startsWith('[') ? `${name.replace(/[[\]]/g, '')}-admin` : [`${first}-admin`, ...rest].join('.');
  return { org: `${protocol}://${host}`, admin: `${protocol}://${admin}${port}` };
}

/** The answer's text, with the org's placeholders replaced by the origins it was asked at. */
export function serialize(body: unknown, origins: Origins): string {
  return JSON.stringify(body).replaceAll(ORG_ORIGIN, origins.org).replaceAll(ADMIN_ORIGIN, origins.admin);
}
