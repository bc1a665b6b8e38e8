import { DomainError, SHOWN_FAILURES } from '@posture/domain';
import type { ConnectionMode, FailedRequest } from '@posture/domain';
import type { Clock } from '@posture/platform';
import { ApiTokenAuthorizer } from '../auth/authorizer';
import type { Authorizer } from '../auth/authorizer';
import { OAuthAuthorizer } from '../auth/oauth-authorizer';
import { credentialHint } from '../auth/okta-credential';
import type { OktaCredential } from '../auth/okta-credential';
import { READ_SCOPES } from '../catalogue/okta-catalogue';
import type { OktaDomain } from '../connection/okta-domain';
import { OktaError, refusalOf, requestIdOf } from './okta-error';
import type { OktaRefusal } from './okta-error';
import { bucketOf, halved, targetOf } from './okta-path';
import type { OktaPath } from './okta-path';
import { isPassing, unreachable } from './network-failure';
import { OktaTransport } from './okta-transport';
import type { WireAnswer } from './wire-exchange';
import { paceOf } from './pace';
import type { Pace } from './pace';
import { nextOfBody, nextOfLinkHeader, ownPath } from './page-link';
import type { PageStyle } from './page-style';
import { PageTrail } from './page-trail';
import { firstOf, readRateLimit } from './rate-limit-headers';
import { limiterOf } from './limiter-registry';
import type { RateLimiter, Turnstile, Urgency, WaitingListener } from './rate-limiter';

export interface OktaClientOptions {
  readonly domain: OktaDomain;
  readonly credential: OktaCredential;
  readonly clock: Clock;
  /** Default `read`. */
  readonly mode?: ConnectionMode;
  /** Sleeping and chance besides the clock; tests hand in their own. */
  readonly pace?: Pace;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly ca?: string;
  readonly userAgent?: string;
}

export interface GetOptions {
  readonly query?: Readonly<Record<string, string>>;
  /** Default `bulk`. */
  readonly urgency?: Urgency;
  readonly signal?: AbortSignal;
  /** False for the public metadata of the org, which must work without a credential. */
  readonly authenticated?: boolean;
  /** A list: on HTTP 500, which mostly is a time-out, the next try asks for half as many records. */
  readonly list?: boolean;
}

export interface OktaAnswer {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface ListOptions {
  readonly query?: Readonly<Record<string, string>>;
  readonly style: PageStyle;
  /** A page's `next`, to go on after a crash. */
  readonly from?: string | null;
  readonly urgency?: Urgency;
  readonly signal?: AbortSignal;
}

export interface OktaPage {
  readonly items: readonly unknown[];
  /** Path and query of the following page on the org's own host; null at the end. */
  readonly next: string | null;
}

/** A page with the instant at which Okta answered, by its own clock and in milliseconds; null when it did not say. */
export interface DatedPage extends OktaPage {
  readonly answeredAt: number | null;
}

export interface TakenPage<T> {
  readonly taken: T;
  /** Records the page held. */
  readonly count: number;
  readonly next: string | null;
}

/** A page with a look at the link to the following one as it was given, which may not be readable. */
interface LinkedPage<T> extends Omit<TakenPage<T>, 'next'> {
  readonly link: () => string | null;
}

/** Requests after which a read is given up, by the refusal that another try may not meet. */
const TRIES_AFTER: Partial<Readonly<Record<OktaRefusal, number>>> = {
  unavailable: 5,
  answer_invalid: 5,
  unreachable: 5,
  edge_refused: 2,
};
const RATE_LIMIT_TRIES = 8;
const MAX_RATE_WAIT_MS = 120_000;

/**
 * Reads one Okta org: GET only, within its limits, with every failure named. It must work against any server that
 * speaks Okta's API, so that nothing here relies on more than Okta documents.
 */
export class OktaClient {
  readonly domain: OktaDomain;
  readonly credentialKind: OktaCredential['kind'];
  readonly credentialHint: string | null;
  /** The OAuth client we read as; null with an API token. */
  readonly clientId: string | null;
  readonly #pace: Pace;
  readonly #limiter: RateLimiter;
  readonly #turnstile: Turnstile;
  readonly #transport: OktaTransport;
  readonly #authorizer: Authorizer;
  readonly userAgent: string;
  readonly #knownHosts = new Set<string>();
  readonly #listeners = new Set<WaitingListener>();
  readonly #counts = new Map<string, number>();
  readonly #failures: FailedRequest[] = [];
  #requests = 0;
  #failed = 0;

  /** @throws {DomainError} `okta.private_key_invalid`, `okta.credential_invalid` */
  constructor(options: OktaClientOptions) {
    this.domain = options.domain;
    this.credentialKind = options.credential.kind;
    this.credentialHint = credentialHint(options.credential);
    this.clientId = options.credential.kind === 'api_token' ? null : options.credential.clientId;
    this.#pace = options.pace ?? paceOf(options.clock);
    this.userAgent = options.userAgent ?? 'posture-engine';
    this.#transport = new OktaTransport(options);
    this.#authorizer = this.#authorizerOf(options);
    this.#limiter = limiterOf(options.domain.origin, this.#pace, options.pace ?? options.clock);
    this.#turnstile = this.#limiter.turnstile((waiting) => this.#listeners.forEach((listener) => listener(waiting)));
  }

  /** Requests sent, retries included; token requests are not counted, they spend no bucket of the API. */
  get requests(): number {
    return this.#requests;
  }

  get requestsByBucket(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => a.localeCompare(b)));
  }

  /** Wall time in which requests were held back for Okta's limits. */
  get throttledMs(): number {
    return Math.round(this.#turnstile.throttledMs);
  }

  /** Requests that went wrong; those that came too soon are told by `throttledMs`. */
  get failed(): number {
    return this.#failed;
  }

  get failures(): readonly FailedRequest[] {
    return [...this.#failures];
  }

  /** Requests a minute per bucket as the org's answers gave them so far. */
  get limits(): Readonly<Record<string, number>> {
    return this.#limiter.limits;
  }

  /** Scopes of the token, for OAuth credentials once a token was had. */
  get scopes(): Authorizer['scopes'] {
    return this.#authorizer.scopes;
  }

  get clock(): Clock {
    return this.#pace;
  }

  /** Names another host of the same org (its okta.com name behind a custom domain); its links are read by path. */
  knowHost(host: string): void {
    this.#knownHosts.add(host);
  }

  /**
   * @returns parsed body of a 2xx
   * @throws {OktaError} what the answer, or its absence, stands for
   * @throws the signal's reason when aborted
   */
  async get(path: OktaPath, options: GetOptions = {}): Promise<OktaAnswer> {
    return this.#get(path, targetOf(path, options.query), options);
  }

  /** Pages of a list, to its end, as they came. */
  async *pages(path: OktaPath, options: ListOptions): AsyncGenerator<OktaPage, void, undefined> {
    for await (const { taken, next } of this.pagesTaken(path, options, (items) => items)) yield { items: taken, next };
  }

  /**
   * What `take` makes of each page of a list, to its end. Nothing else of a page is held while its reader is at work:
   * a page of a thousand records weighs megabytes, and many are under way. An empty page is not the end, but a list
   * that goes on without telling anything new is an error, as is a link to another host: what was read until then is a
   * part.
   */
  async *pagesTaken<T>(
    path: OktaPath,
    options: ListOptions,
    take: (items: readonly unknown[]) => T | Promise<T>,
  ): AsyncGenerator<TakenPage<T>, void, undefined> {
    let target: string | null = options.from ?? targetOf(path, options.query);
    const trail = new PageTrail(path.path);
    while (target !== null) {
      const here: string = target;
      const { taken, count, link }: LinkedPage<T> = await this.#takePage(path, target, options, (items) => {
        trail.met(here, items);
        return take(items);
      });
      let next: string | null;
      try {
        const given = link();
        next = given === null ? null : trail.onward(ownPath(given, this.domain.origin, this.#knownHosts, path.path));
      } catch (error) {
        // The page itself is good. Its place is not left, so that a resumption meets the same fault again.
        if (count > 0) yield { taken, count, next: target };
        throw error;
      }
      yield { taken, count, next };
      target = next;
    }
  }

  /** One page of a list that is paged by `Link`: for lists that are followed and need not end. */
  async page(path: OktaPath, options: Omit<ListOptions, 'style'>): Promise<DatedPage> {
    const target = options.from ?? targetOf(path, options.query);
    const { body, headers } = await this.#get(path, target, { ...options, list: true });
    const link = nextOfLinkHeader(headers['link']);
    const answeredAt = Date.parse(firstOf(headers['date']) ?? '');
    return {
      items: itemsOf(body, 'link', path),
      next: link === null ? null : ownPath(link, this.domain.origin, this.#knownHosts, path.path),
      answeredAt: Number.isNaN(answeredAt) ? null : answeredAt,
    };
  }

  async #takePage<T>(
    path: OktaPath,
    target: string,
    options: ListOptions,
    take: (items: readonly unknown[]) => T | Promise<T>,
  ): Promise<LinkedPage<T>> {
    const { body, headers } = await this.#get(path, target, { ...options, list: true });
    const items = itemsOf(body, options.style, path);
    // A list Okta does not page by its documentation is still followed when the server pages it.
    const link = nextIn(options.style, body, headers['link']);
    return { taken: await take(items), count: items.length, link };
  }

  /** @returns a function that ends the listening */
  listenWaiting(listener: WaitingListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Ends requests under way and those that wait. */
  async close(): Promise<void> {
    this.#turnstile.close(new DomainError('okta.closed', 'unavailable', 'The way to this org was closed.'));
    await this.#transport.close();
  }

  #authorizerOf(options: OktaClientOptions): Authorizer {
    const { credential } = options;
    if (credential.kind === 'api_token') {
      refuseUnusable(credential.token.reveal(), 'token', 'API token');
      return new ApiTokenAuthorizer(credential.token);
    }
    refuseUnusable(credential.clientId, 'clientId', 'client id');
    if (credential.kind === 'client_secret')
      refuseUnusable(credential.clientSecret.reveal(), 'clientSecret', 'client secret');
    return new OAuthAuthorizer({
      domain: options.domain,
      credential,
      scopes: credential.scopes ?? READ_SCOPES,
      pace: this.#pace,
      send: (wire) => this.#sendToken(wire),
    });
  }

  async #sendToken(wire: Parameters<OktaTransport['send']>[0]): Promise<WireAnswer> {
    try {
      return await this.#transport.send({ ...wire, headers: { ...wire.headers, 'user-agent': this.userAgent } });
    } catch (error) {
      throw unreachable(error, this.domain.host);
    }
  }

  async #get(path: OktaPath, firstTarget: string, options: GetOptions): Promise<OktaAnswer> {
    let target = firstTarget;
    let tries = 0;
    let rateTries = 0;
    let renewals = 0;
    for (;;) {
      options.signal?.throwIfAborted();
      const outcome = await this.#attempt(path, target, options);
      if (outcome.kind === 'answer') return outcome.answer;
      const { error, concurrency, waitMs } = outcome;
      if (error.refusal === 'rate_limited') {
        rateTries += 1;
        if (rateTries > RATE_LIMIT_TRIES) throw error;
        if (concurrency) {
          this.#limiter.halveConcurrency();
          await this.#turnstile.standBack(500 + this.#pace.random() * 1500, options.signal);
        } else {
          this.#limiter.block(path.template, (waitMs ?? 1000 * 2 ** rateTries) + 200 + this.#pace.random() * 1800);
        }
        continue;
      }
      this.#noteFailure(path, error);
      if (error.refusal === 'credential_refused' || error.refusal === 'session_refused') {
        renewals += 1;
        const worthwhile = this.#authorizer.renew() || error.refusal === 'session_refused';
        if (renewals > 1 || !worthwhile || options.authenticated === false) throw error;
        continue;
      }
      const mostTries = TRIES_AFTER[error.refusal];
      if (mostTries === undefined) throw error;
      tries += 1;
      if (tries >= mostTries || !outcome.retry) throw error;
      if (options.list === true && error.facts.status === 500) target = halved(target);
      await this.#pace.sleep(1000 * 2 ** (tries - 1) * (0.75 + this.#pace.random() / 2), options.signal);
    }
  }

  #noteFailure({ template: path }: OktaPath, { facts: { status, errorCode: code, requestId } }: OktaError): void {
    this.#failed += 1;
    if (this.#failures.length >= SHOWN_FAILURES) return;
    const at = this.#pace.now().toISOString();
    this.#failures.push({ at, path, status: status === 0 ? null : status, code, requestId });
  }

  async #attempt(
    path: OktaPath,
    target: string,
    options: GetOptions,
  ): Promise<
    | { kind: 'answer'; answer: OktaAnswer }
    | { kind: 'refused'; error: OktaError; retry: boolean; concurrency: boolean; waitMs: number | null }
  > {
    const headers: Record<string, string> = { accept: 'application/json', 'user-agent': this.userAgent };
    const permit = await this.#turnstile.acquire(path.template, options.urgency ?? 'bulk', options.signal);
    if (options.authenticated !== false) {
      try {
        // Only now: a proof of possession made before a long wait would be too old when it is sent.
        Object.assign(headers, await this.#authorizer.headers('GET', `${this.domain.origin}${target}`, options.signal));
      } catch (error) {
        permit.done(null);
        throw error;
      }
    }
    const bucket = bucketOf(path.template);
    this.#requests += 1;
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1);
    let wire: WireAnswer;
    try {
      wire = await this.#transport.send({ method: 'GET', path: target, headers, signal: options.signal });
    } catch (error) {
      permit.done(null);
      options.signal?.throwIfAborted();
      if (error instanceof DomainError && error.code === 'okta.answer_invalid') {
        return {
          kind: 'refused',
          error: new OktaError('answer_invalid', error.message),
          retry: false,
          concurrency: false,
          waitMs: null,
        };
      }
      const failure = unreachable(error, this.domain.host);
      if (!(failure instanceof OktaError)) throw failure;
      return { kind: 'refused', error: failure, retry: isPassing(error), concurrency: false, waitMs: null };
    }
    const reading = readRateLimit(wire.headers, this.#pace.now().getTime());
    permit.done(reading);
    this.#authorizer.observe(wire.headers);
    if (wire.status >= 200 && wire.status < 300) {
      const body = parsed(wire.text);
      if (body.ok) return { kind: 'answer', answer: { body: body.value, headers: wire.headers } };
      const error = new OktaError('answer_invalid', `Okta's answer to ${path.path} is not whole JSON.`, {
        status: wire.status,
        errorCode: null,
        missing: null,
        requestId: requestIdOf(wire),
      });
      return { kind: 'refused', error, retry: true, concurrency: false, waitMs: null };
    }
    const retryAfter = Number(firstOf(wire.headers['retry-after']));
    const waitMs = reading !== null ? reading.resetInMs : Number.isFinite(retryAfter) ? retryAfter * 1000 : null;
    return {
      kind: 'refused',
      error: refusalOf(wire, path.path),
      retry: true,
      concurrency: reading !== null && reading.limit === 0,
      waitMs: waitMs === null ? null : Math.min(waitMs, MAX_RATE_WAIT_MS),
    };
  }
}

function refuseUnusable(value: string, field: string, name: string): void {
  // A header value with a line break or a blank is never a credential, and might smuggle a header.
  if (value !== '' && /^[\x21-\x7e]+$/.test(value)) return;
  throw new DomainError(
    'okta.credential_invalid',
    'invalid',
    `The ${name} is empty or contains blanks or line breaks.`,
    {
      field,
      remedy: `Give the ${name} as one line, exactly as Okta showed it.`,
    },
  );
}

/** Holds what is needed of an answer to find its next page, and not its records. */
function nextIn(style: PageStyle, body: unknown, header: string | string[] | undefined): () => string | null {
  if (typeof style !== 'object') return () => nextOfLinkHeader(header);
  const links = (body as Record<string, unknown>)['_links'];
  return () => nextOfBody({ _links: links });
}

function itemsOf(body: unknown, style: PageStyle, path: OktaPath): readonly unknown[] {
  const items =
    typeof style === 'object' && !Array.isArray(body)
      ? (body as Record<string, unknown> | null)?.[style.envelope]
      : body;
  if (Array.isArray(items)) return items;
  throw new OktaError('answer_invalid', `Okta's answer to ${path.path} is not a list.`);
}

function parsed(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}
