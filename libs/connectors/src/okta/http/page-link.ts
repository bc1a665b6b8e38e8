import { parse } from 'http-link-header';
import type { Reference } from 'http-link-header';
import { OktaError } from './okta-error';

/**
 * The `next` relation of a list, as Okta wrote it; null at the end of the list. Okta sends one `Link` header per
 * relation, but a proxy may have joined them.
 * @throws {OktaError} `link_refused` when a header cannot be read: it may have named a next page
 */
export function nextOfLinkHeader(header: string | string[] | undefined): string | null {
  const lines = Array.isArray(header) ? header : header === undefined ? [] : [header];
  const next = lines.flatMap(nextRelations)[0];
  if (next !== undefined && next.uri !== '') return next.uri;
  // A header that speaks of a next page in a form we do not read is no last page.
  if (lines.some((line) => NAMES_NEXT.test(line))) throw unreadable();
  return null;
}

const NAMES_NEXT = /\brel\s*=\s*["']?[^"',;]*\bnext\b/i;

function nextRelations(line: string): Reference[] {
  try {
    // RFC 9110 allows white space before a comma; the library would lose the link that follows it.
    return parse(line.replace(/[ \t]+,/g, ',')).refs.filter(({ rel }) => rel.toLowerCase() === 'next');
  } catch {
    throw unreadable();
  }
}

/**
 * `_links.next` of an envelope, an object with `href` or one such in a list; null at the end of the list.
 * @throws {OktaError} `link_refused` when there is a `next` and it leads nowhere
 */
export function nextOfBody(body: unknown): string | null {
  const next = objectOf(objectOf(body)?.['_links'])?.['next'] ?? null;
  if (next === null || (Array.isArray(next) && next.length === 0)) return null;
  const link: unknown = Array.isArray(next) ? next[0] : next;
  const href = typeof link === 'string' ? link : objectOf(link)?.['href'];
  if (typeof href !== 'string' || href === '') throw unreadable();
  return href;
}

/**
 * The link as a path on our own origin. Okta's IAM lists name the org's `-admin` host: known hosts are read by path,
 * any other host is refused, because a credential must never travel to it.
 * @throws {OktaError} `link_refused`
 */
export function ownPath(link: string, origin: string, knownHosts: ReadonlySet<string>, listPath: string): string {
  let url: URL;
  try {
    url = new URL(link, origin);
  } catch {
    throw unreadable();
  }
  const own = new URL(origin);
  const orgHost = withoutAdmin(url.host);
  // An org on this machine has no name of its own; whatever it calls its Admin Console, the link is read on our origin.
  const namedAdmin = orgHost !== url.host && isLoopback(own.hostname);
  const sameHost = orgHost === own.host || knownHosts.has(orgHost) || namedAdmin;
  if (!sameHost || (url.protocol !== own.protocol && url.protocol !== 'https:')) {
    throw refused(`A next-page link leads to another host ("${url.host.slice(0, 100)}"); it was not followed.`);
  }
  if (trimmed(url.pathname) !== trimmed(listPath)) {
    throw refused('A next-page link leads to another list; it was not followed.');
  }
  return `${listPath}${url.search}`;
}

function withoutAdmin(host: string): string {
  return host.replace(/-admin(?=[.:]|$)/, '');
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function trimmed(path: string): string {
  try {
    return decodeURI(path).replace(/\/+$/, '');
  } catch {
    return path;
  }
}

function unreadable(): OktaError {
  return refused("Okta's next-page link is not readable.");
}

function refused(message: string): OktaError {
  return new OktaError('link_refused', message, undefined, {
    remedy: "Check that no proxy rewrites Okta's answers, then read again.",
  });
}

function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
