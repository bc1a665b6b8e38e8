import { createHash } from 'node:crypto';
import type { Clock } from '@posture/platform';
import type { OutboundAnswer } from './outbound-answer';
import type { OutboundHttp } from './outbound-http';

/** How a token is asked for, as OAuth 2.0 has it for client credentials. */
export interface TokenRequest {
  readonly url: URL;
  readonly form: Readonly<Record<string, string>>;
  readonly ca: string | undefined;
}

/** A token is not used in the last minute of its life. */
const SPARE_MS = 60_000;

/** Tokens that receivers want in place of a secret, each asked for once in its life. */
export class AccessTokens {
  readonly #known = new Map<string, { readonly token: string; readonly until: number }>();

  constructor(
    private readonly http: OutboundHttp,
    private readonly clock: Clock,
  ) {}

  /** @returns the token, or what was answered in its place */
  async get(asked: TokenRequest, signal: AbortSignal): Promise<string | OutboundAnswer> {
    const key = keyOf(asked);
    const now = this.clock.now().getTime();
    const known = this.#known.get(key);
    if (known !== undefined && known.until > now) return known.token;
    const { url, form, ca } = asked;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await this.http.post({ url, headers, body: new URLSearchParams(form).toString(), ca, signal });
    const given = answer.status === 200 ? tokenIn(answer.text) : null;
    if (given === null) return answer;
    this.#known.set(key, { token: given.access_token, until: now + given.expires_in * 1000 - SPARE_MS });
    return given.access_token;
  }

  /** The next one is asked for anew. */
  forget(asked: TokenRequest): void {
    this.#known.delete(keyOf(asked));
  }
}

interface GivenToken {
  readonly access_token: string;
  readonly expires_in: number;
}

function tokenIn(text: string): GivenToken | null {
  try {
    const given = JSON.parse(text) as Partial<GivenToken> | null;
    return typeof given?.access_token === 'string' && typeof given.expires_in === 'number'
      ? { access_token: given.access_token, expires_in: given.expires_in }
      : null;
  } catch {
    return null;
  }
}

/** Without the secret in it. */
function keyOf({ url, form }: TokenRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([url.href, form]))
    .digest('hex');
}
