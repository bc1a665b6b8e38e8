import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, GraphView, Json } from '@posture/domain';
import { unreadList } from '../../../facts/list-coverage';
import { oncePerContext } from '../../../facts/once-per-context';

/** Besides the commonest domain, one that at least this share of the active users have is the organisation's. */
const COMMON_SHARE = 0.1;
/** A tenth of a small tenant is a consultant or two, whose domain must not count as its own. */
const COMMON_USERS = 5;

const CONSUMER_DOMAINS = new Set([
  'aol.com',
  'gmail.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hey.com',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'mail.com',
  'mail.ru',
  'me.com',
  'msn.com',
  'outlook.com',
  'proton.me',
  'protonmail.com',
  'qq.com',
  'web.de',
  'yahoo.com',
  'yandex.com',
  'yandex.ru',
  'ymail.com',
]);

/** Every customer's org has a name under these, and nobody but Okta owns them. */
const OKTA_DOMAINS = [
  'okta.com',
  'oktapreview.com',
  'okta-emea.com',
  'okta-gov.com',
  'okta.mil',
  'okta-miltest.com',
  'trexcloud.com',
  'trex-govcloud.com',
];

/** Which mail domains belong to the organisation: those the operator named, else those the tenant itself shows. */
export interface InternalDomains {
  /** False for a missing domain: a login without one says nothing. Unknown when what would clear it was not read. */
  isExternal(domain: string | null): boolean | Unknown;
}

export const internalDomains = oncePerContext((context: FactContext): InternalDomains => {
  const { view, classification } = context;
  const named = classification.internalDomains.map((domain) => domain.toLowerCase());
  if (named.length > 0) return judge(named, [], []);
  const needs = [...unreadList(view.coverage, 'users'), ...unreadList(view.coverage, 'domains')];
  return judge(commonDomains(view), verifiedDomains(view), needs);
});

/** Part after the last @, in lower case; null when there is none. */
export function mailDomain(address: Json | undefined): string | null {
  if (typeof address !== 'string') return null;
  const at = address.lastIndexOf('@');
  return at < 0 || at === address.length - 1 ? null : address.slice(at + 1).toLowerCase();
}

function judge(internal: readonly string[], verified: readonly string[], needs: readonly FactNeed[]): InternalDomains {
  const unknown = needs.length === 0 ? null : new Unknown(needs);
  const known = new Map<string, boolean | Unknown>();
  const decide = (domain: string): boolean | Unknown => {
    if (OKTA_DOMAINS.some((okta) => domain === okta || domain.endsWith(`.${okta}`))) return true;
    if (internal.some((own) => domain === own || domain.endsWith(`.${own}`))) return false;
    // Who proved control of login.acme.example also owns acme.example, and not all that ends in .example.
    const isAbove = (own: string): boolean => domain.includes('.') && own.endsWith(`.${domain}`);
    if (verified.some((own) => domain === own || domain.endsWith(`.${own}`) || isAbove(own))) return false;
    return CONSUMER_DOMAINS.has(domain) ? true : (unknown ?? true);
  };
  return {
    isExternal(domain) {
      if (domain === null) return false;
      let verdict = known.get(domain);
      if (verdict === undefined) known.set(domain, (verdict = decide(domain)));
      return verdict;
    },
  };
}

function commonDomains(view: GraphView): string[] {
  const counts = new Map<string, number>();
  let active = 0;
  for (const user of view.ofKind('User')) {
    const { status, login } = view.props(user);
    if (status !== 'ACTIVE') continue;
    active++;
    const domain = mailDomain(login);
    if (domain !== null && !CONSUMER_DOMAINS.has(domain)) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  const commonest = [...counts.values()].reduce((most, count) => Math.max(most, count), 0);
  const enough = Math.min(commonest, Math.max(COMMON_USERS, active * COMMON_SHARE));
  return [...counts].filter(([, count]) => count >= enough).map(([domain]) => domain);
}

function verifiedDomains(view: GraphView): string[] {
  const setting = view.indexOf('Setting:domains');
  if (setting < 0) return [];
  const { domains } = view.props(setting);
  if (!Array.isArray(domains)) return [];
  const verified: string[] = [];
  for (const entry of domains) {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) continue;
    const { domain, validationStatus } = entry;
    if (typeof domain !== 'string' || !domain.includes('.')) continue;
    if (validationStatus === 'VERIFIED' || validationStatus === 'COMPLETED') verified.push(domain.toLowerCase());
  }
  return verified;
}
