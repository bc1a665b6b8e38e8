import type { Principal, SandboxOrg } from '../org/org';
import type { AccessTokens } from './access-tokens';
import { ACCESS_TOKEN_SECONDS } from './access-tokens';
import type { AssertionVerifier } from './client-assertion';
import { InvalidAssertion, type ServiceApp } from './client-assertion';
import type { DpopVerifier } from './dpop';
import { InvalidProof } from './dpop';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export type Client = Extract<Principal, { kind: 'service-app' | 'integration' }>;

export interface TokenRequest {
  /** The URL invoked: what the assertion's audience and the proof's `htu` must be. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly dpop: string | undefined;
  readonly form: Readonly<Record<string, string | undefined>>;
}

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    description: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(description);
  }
}

/** `POST /oauth2/v1/token` of the org authorization server: client credentials only, Okta scopes only. */
export class TokenEndpoint {
  constructor(
    private readonly org: SandboxOrg,
    private readonly tokens: AccessTokens,
    private readonly assertions: AssertionVerifier,
    private readonly dpop: DpopVerifier,
  ) {}

  async answer(request: TokenRequest): Promise<TokenAnswer> {
    try {
      return await this.grant(request);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      const body = { error: refusal.error, error_description: refusal.message };
      return { status: refusal.status, headers: refusal.headers, body };
    }
  }

  private async grant(request: TokenRequest): Promise<TokenAnswer> {
    if (request.form.grant_type !== 'client_credentials') {
      throw new Refusal(
        400,
        'unsupported_grant_type',
        'The authorization grant type is not supported by the authorization server. Configured grant types: [client_credentials].',
      );
    }
    const client = await this.authenticate(request);
    if (this.org.rightsOf(client.id) === undefined) throw clientInvalid('The client is not active.');
    const keyThumbprint = await this.boundKey(request, client);
    const scopes = scopesOf(request.form.scope, client);
    const access_token = this.tokens.issue(client.id, scopes, keyThumbprint);
    return {
      status: 200,
      headers: { 'cache-control': 'no-cache, no-store', pragma: 'no-cache' },
      body: {
        token_type: keyThumbprint === null ? 'Bearer' : 'DPoP',
        expires_in: ACCESS_TOKEN_SECONDS,
        access_token,
        scope: scopes.join(' '),
      },
    };
  }

  private async authenticate({ authorization, form, url }: TokenRequest): Promise<Client> {
    if (authorization?.toLowerCase().startsWith('basic ')) return this.bySecret(authorization.slice(6).trim());
    if (form.client_assertion !== undefined) {
      if (form.client_assertion_type !== JWT_BEARER) {
        throw clientInvalid('The client_assertion_type is invalid.');
      }
      return this.byAssertion(form.client_assertion, url);
    }
    if (form.client_secret !== undefined) {
      throw clientInvalid('The client does not support the client_secret_post token_endpoint_auth_method.');
    }
    throw clientInvalid('Client authentication failed. Either the client or the client credentials are invalid.');
  }

  private bySecret(basic: string): Client {
    const text = Buffer.from(basic, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    const id = decodeForm(text.slice(0, Math.max(0, colon)));
    const secret = decodeForm(text.slice(colon + 1));
    const client = this.clientOf(id);
    if (client.kind === 'service-app') throw mustUsePrivateKey();
    if (!client.secrets.includes(secret))
      throw clientInvalid('The client secret supplied for a confidential client is invalid.');
    return client;
  }

  private async byAssertion(assertion: string, url: string): Promise<Client> {
    try {
      const client = this.clientOf(this.assertions.claimedClient(assertion));
      if (client.kind !== 'service-app' || client.authMethod !== 'private_key_jwt') {
        throw clientInvalid('The client is not configured for the private_key_jwt token_endpoint_auth_method.');
      }
      await this.assertions.verify(assertion, client satisfies ServiceApp, url);
      return client;
    } catch (cause) {
      if (cause instanceof InvalidAssertion) throw clientInvalid(cause.message);
      throw cause;
    }
  }

  private clientOf(id: string): Client {
    const found = this.org.principals.find((principal) => principal.id === id);
    if (!found || found.kind === 'token') throw clientInvalid(`Invalid value for 'client_id' parameter.`);
    return found;
  }

  private async boundKey({ dpop, url }: TokenRequest, client: Client): Promise<string | null> {
    if (dpop === undefined) {
      if (client.kind === 'service-app' && client.dpop) {
        throw new Refusal(400, 'invalid_dpop_proof', 'The DPoP proof JWT header is missing.');
      }
      return null;
    }
    const nonce = this.dpop.currentNonce();
    try {
      const proof = await this.dpop.verify(dpop, { method: 'POST', url });
      if (proof.nonce !== null && this.dpop.knowsNonce(proof.nonce)) return proof.keyThumbprint;
    } catch (cause) {
      if (cause instanceof InvalidProof) throw new Refusal(400, 'invalid_dpop_proof', cause.message);
      throw cause;
    }
    throw new Refusal(400, 'use_dpop_nonce', 'Authorization server requires nonce in DPoP proof.', {
      'dpop-nonce': nonce,
    });
  }
}

function scopesOf(scope: string | undefined, client: Client): string[] {
  const wanted = [...new Set((scope ?? '').split(/\s+/).filter((name) => name !== ''))];
  if (wanted.length === 0) {
    throw new Refusal(400, 'invalid_scope', 'The scope parameter must be provided for client_credentials grant.');
  }
  if (wanted.some((name) => !client.scopes.includes(name))) {
    throw new Refusal(
      400,
      'invalid_scope',
      'One or more scopes are not configured for the authorization server resource or not allowed for the client.',
    );
  }
  return wanted;
}

function clientInvalid(description: string): Refusal {
  return new Refusal(401, 'invalid_client', description);
}

function mustUsePrivateKey(): Refusal {
  return clientInvalid(
    'Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.',
  );
}

/** RFC 6749 §2.3.1 form-encodes id and secret; most clients do not, and Okta accepts both. */
function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, '%20'));
  } catch {
    return text;
  }
}
