import { Unknown } from '@posture/domain';
import type { FactContext } from '@posture/domain';
import { isIP } from 'node:net';
import { internalDomains } from './internal-domains';

/** Host of an origin or URL in lower case, wildcards kept; null when there is none. */
export function hostOf(address: string | null): string | null {
  const match = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^:/?#]*)/i.exec(address ?? '');
  const host = match?.[1]?.toLowerCase() ?? '';
  return host === '' ? null : host;
}

export function isAddressLiteral(host: string | null): boolean {
  return host !== null && isIP(host.replace(/^\[|\]$/g, '')) !== 0;
}

/** The host and each domain above it, from `a.b.example` to `example`. */
export function domainsAbove(host: string | null): string[] {
  if (host === null || isAddressLiteral(host)) return host === null ? [] : [host];
  const labels = host.split('.');
  return labels.map((_, position) => labels.slice(position).join('.'));
}

/** Whether the host lies in a domain of the organisation; addresses do not. */
export function isOwnHost(context: FactContext, host: string | null): boolean | Unknown {
  if (host === null || isAddressLiteral(host)) return false;
  const external = internalDomains(context).isExternal(host.replace(/^\*\./, ''));
  return external instanceof Unknown ? external : !external;
}
