import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK, type KeyLike } from 'jose';
import type { Sandbox, SandboxClient } from '../sandbox';

export interface Flaw {
  readonly audience?: string;
  readonly subject?: string;
  /** Seconds from now. */
  readonly expiresIn?: number;
  /** Null leaves it out. */
  readonly kid?: string | null;
}

export interface TokenReply {
  readonly status: number;
  readonly nonce: string | null;
  readonly body: { readonly error?: string; readonly error_description?: string; readonly access_token?: string };
}

/** A client of the specs that signs assertions and proofs as Okta's documentation says, and as it should not. */
export class OAuthClient {
  private token = '';
  private proofKey: { readonly publicKey: JWK; readonly privateKey: KeyLike } | null = null;

  constructor(
    private readonly url: string,
    private readonly client: SandboxClient,
  ) {}

  static of(sandbox: Sandbox, fits: (client: SandboxClient) => boolean): OAuthClient {
    const found = sandbox.clients.find(fits);
    if (!found) throw new Error('the sandbox has no such client');
    return new OAuthClient(sandbox.url, found);
  }

  async assertion({ audience, subject, expiresIn = 300, kid }: Flaw = {}): Promise<string> {
    const { id, privateKey, algorithm } = this.client;
    if (!privateKey || !algorithm) throw new Error(`${this.client.name} has no private key`);
    const now = Math.floor(Date.now() / 1000);
    const key = await importJWK({ ...privateKey } as JWK, algorithm);
    const named = kid === undefined ? privateKey.kid : kid;
    return new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: algorithm, ...(named === null ? {} : { kid: named }) })
      .setIssuer(id)
      .setSubject(subject ?? id)
      .setAudience(audience ?? `${this.url}/oauth2/v1/token`)
      .setIssuedAt(now)
      .setExpirationTime(now + expiresIn)
      .sign(key);
  }

  async requestToken(
    scope: string,
    how: {
      readonly assertion?: string;
      readonly basic?: boolean;
      readonly secret?: string;
      readonly dpop?: { readonly nonce?: string | null };
    } = {},
  ): Promise<TokenReply> {
    const form = new URLSearchParams({ grant_type: 'client_credentials', scope });
    const headers: Record<string, string> = {};
    if (how.basic) {
      const secret = how.secret ?? this.client.secret ?? '';
      headers.authorization = `Basic ${Buffer.from(`${this.client.id}:${secret}`).toString('base64')}`;
    } else {
      form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      form.set('client_assertion', how.assertion ?? (await this.assertion()));
    }
    if (how.dpop) headers.dpop = await this.proof('POST', '/oauth2/v1/token', { nonce: how.dpop.nonce });
    const response = await fetch(`${this.url}/oauth2/v1/token`, { method: 'POST', headers, body: form });
    const body = (await response.json()) as TokenReply['body'];
    if (body.access_token !== undefined) this.token = body.access_token;
    return { status: response.status, nonce: response.headers.get('dpop-nonce'), body };
  }

  async proof(
    method: string,
    path: string,
    how: { readonly nonce?: string | null; readonly bound?: boolean } = {},
  ): Promise<string> {
    this.proofKey ??= await newProofKey();
    const ath = createHash('sha256').update(this.token).digest('base64url');
    return new SignJWT({
      htm: method,
      htu: `${this.url}${path}`,
      jti: randomUUID(),
      ...(how.nonce ? { nonce: how.nonce } : {}),
      ...(how.bound ? { ath } : {}),
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: this.proofKey.publicKey })
      .setIssuedAt()
      .sign(this.proofKey.privateKey);
  }

  get(path: string, dpop?: string): Promise<Response> {
    const scheme = this.client.dpop ? 'DPoP' : 'Bearer';
    return fetch(`${this.url}${path}`, {
      headers: { authorization: `${scheme} ${this.token}`, ...(dpop === undefined ? {} : { dpop }) },
    });
  }
}

async function newProofKey(): Promise<{ publicKey: JWK; privateKey: KeyLike }> {
  const pair = await generateKeyPair('ES256');
  return { publicKey: await exportJWK(pair.publicKey), privateKey: pair.privateKey };
}
