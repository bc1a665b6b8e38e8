import { randomBytes } from 'node:crypto';
import type { Now } from './clock';

export interface AccessToken {
  readonly clientId: string;
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number;
  /** Thumbprint of the key a DPoP-bound token is bound to; null for a bearer token. */
  readonly keyThumbprint: string | null;
}

export const ACCESS_TOKEN_SECONDS = 3600;

/** The tokens this org has issued and that live. */
export class AccessTokens {
  private readonly tokens = new Map<string, AccessToken>();

  constructor(private readonly now: Now) {}

  issue(clientId: string, scopes: readonly string[], keyThumbprint: string | null): string {
    const value = randomBytes(48).toString('base64url');
    const expiresAt = this.now() + ACCESS_TOKEN_SECONDS * 1000;
    this.tokens.set(value, { clientId, scopes: new Set(scopes), expiresAt, keyThumbprint });
    return value;
  }

  find(value: string): AccessToken | null {
    const token = this.tokens.get(value);
    if (!token) return null;
    if (token.expiresAt > this.now()) return token;
    this.tokens.delete(value);
    return null;
  }
}

/** Remembers what may be used once, as long as it could be presented again. */
export class OnceOnly {
  private readonly seen = new Map<string, number>();

  constructor(private readonly now: Now) {}

  /** @returns false when that value has been used before */
  use(value: string, validUntil: number): boolean {
    if (this.seen.has(value)) return false;
    if (this.seen.size > 50_000) this.forget();
    this.seen.set(value, validUntil);
    return true;
  }

  private forget(): void {
    for (const [value, until] of this.seen) if (until < this.now()) this.seen.delete(value);
  }
}
