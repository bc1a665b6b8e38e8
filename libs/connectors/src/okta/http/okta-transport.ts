import { Agent, request } from 'undici';
import { DomainError } from '@posture/domain';
import { guardedLookup } from '../connection/guarded-lookup';
import type { OktaDomain } from '../connection/okta-domain';

export interface TransportOptions {
  readonly domain: OktaDomain;
  /** Extra certificate authorities, PEM; for a local test org over https. */
  readonly ca?: string;
  /** From sending the request to its first header, and between two pieces of the body. */
  readonly timeoutMs?: number;
  /** Bytes of one answer beyond which it is given up. */
  readonly maxBytes?: number;
}

export interface WireRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query, beginning with a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/**
 * The one door to the org: only to its own origin, never following a redirect, with every address checked when the
 * connection is opened.
 */
export class OktaTransport {
  readonly #agent: Agent;
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
    const timeout = options.timeoutMs ?? 60_000;
    this.#agent = new Agent({
      connections: 16,
      headersTimeout: timeout,
      bodyTimeout: timeout,
      connect: {
        timeout: 10_000,
        lookup: guardedLookup(options.domain.local),
        ...(options.ca === undefined ? {} : { ca: options.ca }),
      },
    });
  }

  /**
   * @throws {DomainError} `okta.answer_invalid` when the body is larger than we take
   * @throws the network's own error when the connection broke
   */
  async send(wire: WireRequest): Promise<WireAnswer> {
    const maxBytes = this.#options.maxBytes ?? 64 * 1024 * 1024;
    const answer = await request(`${this.#options.domain.origin}${wire.path}`, {
      method: wire.method,
      headers: wire.headers,
      body: wire.body ?? null,
      signal: wire.signal ?? null,
      dispatcher: this.#agent,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        answer.body.destroy();
        throw new DomainError('okta.answer_invalid', 'upstream', `Okta's answer is larger than ${maxBytes} bytes.`);
      }
      chunks.push(chunk);
    }
    return { status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString('utf8') };
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
