import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { DomainError } from '@posture/domain';
import { firstOf } from '../http/rate-limit-headers';
import { TOKEN_PATH } from '../http/wire-exchange';
import type { WireAnswer, WireRequest } from '../http/wire-exchange';
import type { Pace } from '../http/pace';
import type { OktaDomain } from '../connection/okta-domain';
import type { Authorizer } from './authorizer';
import type { ClientSecretCredential, PrivateKeyCredential } from './okta-credential';
import { sha256Url, signingKeyOf } from './signing-key';
import type { SigningKey } from './signing-key';
import { tokenError } from './token-error';

export interface OAuthAuthorizerOptions {
  readonly domain: OktaDomain;
  readonly credential: ClientSecretCredential | PrivateKeyCredential;
  /** Asked for together, once; refused ones are found by bisection and left out from then on. */
  readonly scopes: readonly string[];
  readonly pace: Pace;
  send(wire: WireRequest): Promise<WireAnswer>;
}

interface AccessToken {
  readonly value: string;
  readonly type: 'Bearer' | 'DPoP';
  /** Renewed from this instant on. */
  readonly renewAt: number;
  readonly scopes: readonly string[];
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ASSERTION_LIFE_S = 300;
/** Part of a token's life after which a new one is asked for, so that none dies on its way. */
const RENEW_AT = 0.9;
const TRIES = 4;

/**
 * Client credentials at the org's own authorization server, by secret (Basic) or by key (`private_key_jwt`), with a
 * proof of possession from the moment the server asks for one. One token request is in flight at any time.
 */
export class OAuthAuthorizer implements Authorizer {
  readonly #options: OAuthAuthorizerOptions;
  readonly #clientKey: SigningKey | null;
  #proofKey: SigningKey | null = null;
  #nonce: string | null = null;
  #token: AccessToken | null = null;
  #pending: Promise<AccessToken> | null = null;
  #granted: readonly string[] | null = null;
  #missing: readonly string[] = [];
  /** Server's clock minus ours, once a refusal showed that they differ. */
  #skewMs = 0;

  /** @throws {DomainError} `okta.private_key_invalid` */
  constructor(options: OAuthAuthorizerOptions) {
    this.#options = options;
    const { credential } = options;
    this.#clientKey =
      credential.kind === 'private_key' ? signingKeyOf(credential.privateKey.reveal(), credential.keyId) : null;
  }

  get scopes(): Authorizer['scopes'] {
    return this.#granted === null ? null : { granted: this.#granted, missing: this.#missing };
  }

  async headers(method: string, url: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    const token = await this.#current(signal);
    if (token.type === 'Bearer') return { authorization: `Bearer ${token.value}` };
    return { authorization: `DPoP ${token.value}`, dpop: await this.#proof(method, url, token.value) };
  }

  renew(): boolean {
    this.#token = null;
    return true;
  }

  observe(headers: Readonly<Record<string, string | string[] | undefined>>): void {
    const nonce = firstOf(headers['dpop-nonce']);
    if (nonce !== undefined && nonce !== '') this.#nonce = nonce;
  }

  async #current(signal?: AbortSignal): Promise<AccessToken> {
    signal?.throwIfAborted();
    if (this.#token !== null && this.#nowMs() < this.#token.renewAt) return this.#token;
    // Shared by every waiting request, hence not bound to the signal of any one of them.
    this.#pending ??= this.#obtain().finally(() => {
      this.#pending = null;
    });
    this.#token = await this.#pending;
    signal?.throwIfAborted();
    return this.#token;
  }

  async #obtain(): Promise<AccessToken> {
    const wanted = this.#granted ?? this.#options.scopes;
    try {
      return this.#accept(await this.#ask(wanted), wanted);
    } catch (error) {
      if (!isScopeRefusal(error)) throw error;
      const granted = wanted.length === 1 ? [] : await this.#grantedAmong(wanted, true);
      if (granted.length === 0) throw error;
      return this.#accept(await this.#ask(granted), granted);
    }
  }

  #accept(token: AccessToken, asked: readonly string[]): AccessToken {
    const granted = token.scopes.length > 0 ? token.scopes : asked;
    this.#granted = granted;
    this.#missing = this.#options.scopes.filter((scope) => !granted.includes(scope));
    return token;
  }

  /** `invalid_scope` refuses the whole request without naming the culprit: halve until each is found. */
  async #grantedAmong(scopes: readonly string[], knownRefused: boolean): Promise<string[]> {
    if (!knownRefused) {
      try {
        return [...(await this.#ask(scopes)).scopes];
      } catch (error) {
        if (!isScopeRefusal(error)) throw error;
        if (scopes.length === 1) return [];
      }
    }
    const middle = Math.ceil(scopes.length / 2);
    const first = await this.#grantedAmong(scopes.slice(0, middle), false);
    return [...first, ...(await this.#grantedAmong(scopes.slice(middle), false))];
  }

  async #ask(scopes: readonly string[]): Promise<AccessToken> {
    let nonceTries = 0;
    let clockTries = 0;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#send(scopes, attempt);
      this.observe(answer.headers);
      const body = parse(answer.text);
      if (answer.status === 200) return this.#tokenOf(body, scopes);
      const error = textOf(body['error']) ?? textOf(body['errorCode']) ?? '';
      const description = textOf(body['error_description']) ?? '';
      const nonceWanted = error === 'use_dpop_nonce';
      if (nonceTries < 2 && (nonceWanted || (error === 'invalid_dpop_proof' && this.#proofKey === null))) {
        nonceTries += 1;
        this.#proofKey ??= this.#clientKey ?? ephemeralKey();
        continue;
      }
      const failure = tokenError(answer.status, error, description);
      if (failure.code === 'okta.clock_skewed' && clockTries === 0 && this.#adoptClock(answer)) {
        clockTries += 1;
        continue;
      }
      if ((answer.status === 429 || answer.status >= 500) && attempt < TRIES) {
        await this.#options.pace.sleep(1000 * 2 ** (attempt - 1));
        continue;
      }
      throw failure;
    }
  }

  /** True when the server's clock differs enough from ours to explain the refusal. */
  #adoptClock(answer: WireAnswer): boolean {
    const date = Date.parse(firstOf(answer.headers['date']) ?? '');
    if (Number.isNaN(date)) return false;
    const skew = date - this.#options.pace.now().getTime();
    if (Math.abs(skew - this.#skewMs) < 5000) return false;
    this.#skewMs = skew;
    return true;
  }

  async #send(scopes: readonly string[], attempt: number): Promise<WireAnswer> {
    const { credential, domain } = this.#options;
    const url = `${domain.origin}${TOKEN_PATH}`;
    const form = new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') });
    const headers: Record<string, string> = {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    };
    if (credential.kind === 'client_secret') {
      const pair = `${credential.clientId}:${credential.clientSecret.reveal()}`;
      headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
    } else {
      form.set('client_assertion_type', ASSERTION_TYPE);
      form.set('client_assertion', await this.#assertion(credential.clientId, url));
    }
    if (this.#proofKey !== null) headers['dpop'] = await this.#proof('POST', url, null);
    try {
      return await this.#options.send({ method: 'POST', path: TOKEN_PATH, headers, body: form.toString() });
    } catch (error) {
      if (error instanceof DomainError || attempt >= TRIES) throw error;
      await this.#options.pace.sleep(500 * 2 ** (attempt - 1));
      return this.#send(scopes, attempt + 1);
    }
  }

  #tokenOf(body: Readonly<Record<string, unknown>>, asked: readonly string[]): AccessToken {
    const value = textOf(body['access_token']);
    if (value === null) throw tokenError(200, 'no_access_token', '');
    const seconds = typeof body['expires_in'] === 'number' && body['expires_in'] > 0 ? body['expires_in'] : 3600;
    const scope = textOf(body['scope']);
    const proven = textOf(body['token_type'])?.toLowerCase() === 'dpop';
    if (proven) this.#proofKey ??= this.#clientKey ?? ephemeralKey();
    return {
      value,
      type: proven ? 'DPoP' : 'Bearer',
      renewAt: this.#nowMs() + seconds * 1000 * RENEW_AT,
      scopes: scope === null ? asked : scope.split(/\s+/).filter((each) => each !== ''),
    };
  }

  /** A new `jti` each time: Okta refuses an assertion it has seen, also when the first try only lacked a nonce. */
  async #assertion(clientId: string, url: string): Promise<string> {
    const now = this.#seconds();
    const header = { typ: 'JWT', ...(this.#clientKey?.kid == null ? {} : { kid: this.#clientKey.kid }) };
    const claims = { iss: clientId, sub: clientId, aud: url, iat: now, exp: now + ASSERTION_LIFE_S, jti: randomUUID() };
    return (await this.#clientKey?.sign(header, claims)) ?? '';
  }

  async #proof(method: string, url: string, accessToken: string | null): Promise<string> {
    const key = this.#proofKey;
    if (key === null) return '';
    return key.prove(
      { typ: 'dpop+jwt' },
      {
        htm: method,
        htu: url.split('?', 1)[0],
        iat: this.#seconds(),
        jti: randomUUID(),
        ...(this.#nonce === null ? {} : { nonce: this.#nonce }),
        ...(accessToken === null ? {} : { ath: sha256Url(accessToken) }),
      },
    );
  }

  #nowMs(): number {
    return this.#options.pace.now().getTime();
  }

  #seconds(): number {
    return Math.floor((this.#nowMs() + this.#skewMs) / 1000);
  }
}

function ephemeralKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return signingKeyOf(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
}

function isScopeRefusal(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'okta.scope_not_granted';
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
