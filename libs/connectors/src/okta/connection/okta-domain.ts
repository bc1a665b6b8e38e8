import { domainToUnicode } from 'node:url';
import { DomainError } from '@posture/domain';
import * as ipaddr from 'ipaddr.js';

/** Where one Okta org answers. */
export interface OktaDomain {
  /** Scheme, host and (on loopback only) port; no trailing slash. */
  readonly origin: string;
  readonly host: string;
  /** True for an org at a loopback address, which this installation admits. */
  readonly local: boolean;
}

/**
 * Suffixes Okta serves orgs under, https://developer.okta.com/docs/concepts/okta-organizations; those for governments and
 * for its own tests by the domains its browser plugin is at home on.
 */
const OKTA_SUFFIXES = [
  'okta.com',
  'oktapreview.com',
  'okta-emea.com',
  'okta-gov.com',
  'okta.mil',
  'okta-miltest.com',
  'trexcloud.com',
  'trex-govcloud.com',
] as const;
/** Names under okta.com that are Okta's own pages, never a customer's org. */
const NOT_AN_ORG = new Set(['www', 'login', 'help', 'developer', 'support', 'status', 'trust', 'admin', 'api']);
/** RFC 6761 and RFC 2606: these never resolve on the internet, so nobody can serve a look-alike under them. */
const RESERVED_TLDS = new Set(['example', 'test', 'invalid']);
const PRIVATE_SUFFIXES = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'private',
  'localdomain',
  'home.arpa',
  'in-addr.arpa',
  'ip6.arpa',
];
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Turns what an administrator typed into the one origin of the org: `acme`, `acme.okta.com`,
 * `https://acme-admin.okta.com/` and a custom domain are all welcome.
 * @throws {DomainError} `okta.domain_invalid` for anything that is not plainly a public Okta org over https
 */
export function normaliseOktaDomain(input: string, options: { allowLoopback?: boolean } = {}): OktaDomain {
  const text = input.trim();
  if (text === '') throw invalid('The Okta domain is empty.');
  // eslint-disable-next-line no-control-regex
  if (/[\s\u0000-\u001f\u007f\\]/u.test(text)) throw invalid('The Okta domain contains spaces or control characters.');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https' && scheme !== 'http') {
    throw invalid(`"${scheme}://" is not a way to reach Okta.`);
  }
  const url = parsed(scheme === undefined ? `https://${text}` : text);
  const authority = text.slice(scheme === undefined ? 0 : scheme.length + 3).split(/[/?#]/, 1)[0] ?? '';
  if (authority.includes('@')) throw invalid('The Okta domain must not carry a user name or password.');
  if (url.search !== '' || text.includes('?')) throw invalid('The Okta domain must not carry a query.');
  if (url.hash !== '' || text.includes('#')) throw invalid('The Okta domain must not carry a fragment.');
  if (url.pathname !== '/') throw invalid('The Okta domain must not carry a path.');

  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (options.allowLoopback === true && isLiteralLoopback(host)) {
    return { origin: url.origin, host: url.host, local: true };
  }
  if (isLoopbackName(host)) throw invalid(`"${host}" is this machine, not a public Okta org.`, LOCAL_REMEDY);
  if (scheme === 'http')
    throw invalid('Okta is reached over https only; "http://" would send the credential in clear.');
  if (ipaddr.isValid(host)) throw invalid('The Okta domain is an IP address.');
  if (/:\d*$/.test(authority)) throw invalid('The Okta domain must not carry a port.');
  if (PRIVATE_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))) {
    throw invalid(`"${host}" is a name of a private network.`, LOCAL_REMEDY);
  }
  const org = stripAdmin(host.includes('.') ? host : `${host}.okta.com`);
  refuseBadNames(org);
  return { origin: `https://${org}`, host: org, local: false };
}

/** Whether traffic to the address can leave the private network: everything but plain public unicast is refused. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsedAddress = ipaddr.process(address);
  return parsedAddress.range() === 'unicast';
}

export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

const LOCAL_REMEDY =
  'Give the org\'s public domain, such as "acme.okta.com"; an org on this machine needs POSTURE_ALLOW_LOOPBACK=true.';

function invalid(message: string, remedy?: string): DomainError {
  return new DomainError('okta.domain_invalid', 'invalid', message, {
    field: 'oktaDomain',
    remedy:
      remedy ??
      'Give the org\'s domain as your administrators see it, such as "acme.okta.com" or its verified custom domain.',
  });
}

function parsed(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw new DomainError('okta.domain_invalid', 'invalid', 'The Okta domain is not a host name.', {
      field: 'oktaDomain',
      remedy: 'Give the org\'s domain, such as "acme.okta.com".',
      cause,
    });
  }
}

/** 127.0.0.0/8, ::1 and `localhost`, as the URL parser writes them: no other spelling and no name that only leads there. */
function isLiteralLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(host);
}

function oktaSuffixOf(host: string): string | undefined {
  return OKTA_SUFFIXES.find((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}

/** The Admin Console's host does not serve the API; the org's own does. */
function stripAdmin(host: string): string {
  if (oktaSuffixOf(host) === undefined) return host;
  const [first = '', ...rest] = host.split('.');
  return [first.replace(/-admin$/, ''), ...rest].join('.');
}

function refuseBadNames(host: string): void {
  const labels = host.split('.');
  if (host.length > 253 || labels.length < 2 || !labels.every((label) => LABEL.test(label))) {
    throw invalid('The Okta domain is not a valid host name.');
  }
  const suffix = oktaSuffixOf(host);
  if (suffix !== undefined) {
    const org = host === suffix ? '' : host.slice(0, -suffix.length - 1);
    if (org === '' || NOT_AN_ORG.has(org)) throw invalid(`"${host}" is Okta's own page, not an org.`);
    return;
  }
  if (looksLikeOkta(host)) throw invalid(`"${host}" only looks like an Okta domain.`);
}

/** `acme.okta.com.evil.tld`, `acme-okta.com`, `okta.co`, `0kta.com`: names whose owner is not Okta but seems to be. */
function looksLikeOkta(host: string): boolean {
  const labels = host.split('.').map(skeleton);
  const joined = labels.join('.');
  if (OKTA_SUFFIXES.some((suffix) => `.${joined}.`.includes(`.${suffix}.`))) return true;
  if (RESERVED_TLDS.has(labels[labels.length - 1] ?? '')) return false;
  const owner = labels[labels.length - 2] ?? '';
  const dashed = joined.replace(/-/g, '.');
  if (OKTA_SUFFIXES.some((suffix) => !suffix.includes('-') && `.${dashed}.`.includes(`.${suffix}.`))) return true;
  // "okta" is too short for a misspelling to mean anything by itself: okra.com is an honest name.
  return (
    owner.replace(/(.)\1+/gu, '$1') === 'okta' ||
    ['oktapreview', 'okta-emea', 'okta-gov'].some((name) => closeTo(owner, name))
  );
}

const CONFUSABLES: Readonly<Record<string, string>> = {
  '0': 'o',
  о: 'o',
  ο: 'o',
  ө: 'o',
  к: 'k',
  κ: 'k',
  ĸ: 'k',
  т: 't',
  τ: 't',
  а: 'a',
  α: 'a',
  с: 'c',
  м: 'm',
};

/** The label as a reader sees it. */
function skeleton(label: string): string {
  const seen = domainToUnicode(label).normalize('NFKD').replace(/\p{M}/gu, '');
  return [...seen].map((letter) => CONFUSABLES[letter] ?? letter).join('');
}

/** Equal, or one letter added, lost or changed. */
function closeTo(word: string, name: string): boolean {
  if (word === name) return true;
  if (Math.abs(word.length - name.length) > 1) return false;
  let start = 0;
  while (start < word.length && start < name.length && word[start] === name[start]) start += 1;
  let end = 0;
  while (
    end < word.length - start &&
    end < name.length - start &&
    word[word.length - 1 - end] === name[name.length - 1 - end]
  ) {
    end += 1;
  }
  return Math.max(word.length, name.length) - start - end <= 1;
}
