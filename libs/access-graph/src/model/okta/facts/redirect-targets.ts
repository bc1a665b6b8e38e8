import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, FactNeed } from '@posture/domain';
import { mergedNeeds } from './role-facts';
import type { ListFact } from './role-facts';
import { hostOf, isOwnHost } from './web-host';

export interface Redirects {
  /** By http to another machine. */
  readonly plain: readonly string[];
  /** To the user's own machine. */
  readonly loopback: readonly string[];
  readonly foreignHosts: ListFact;
}

/** Sorts redirect URIs by what is wrong with them; private-use schemes of native applications have no host. */
export function redirectsOf(context: FactContext, uris: readonly string[]): Redirects {
  const web = uris.filter((uri) => /^https?:\/\//i.test(uri)).map((uri) => ({ uri, host: hostOf(uri) ?? '' }));
  const loopback = web.filter(({ host }) => isLoopback(host));
  const distant = web.filter(({ host }) => !isLoopback(host));
  return {
    plain: distant.filter(({ uri }) => /^http:/i.test(uri)).map(({ uri }) => uri),
    loopback: loopback.map(({ uri }) => uri),
    foreignHosts: foreignAmong(
      context,
      distant.map(({ host }) => host),
    ),
  };
}

/** Sorted distinct hosts outside the organisation's domains, as a lower bound when not all of those are known. */
export function foreignAmong(context: FactContext, hosts: readonly string[]): ListFact {
  const foreign: string[] = [];
  const needs: FactNeed[] = [];
  for (const host of new Set(hosts)) {
    const own = isOwnHost(context, host);
    if (own instanceof Unknown) needs.push(...own.needs);
    else if (!own) foreign.push(host);
  }
  foreign.sort();
  if (needs.length === 0) return foreign;
  return foreign.length === 0 ? new Unknown(mergedNeeds(needs)) : new AtLeast(foreign, mergedNeeds(needs));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
