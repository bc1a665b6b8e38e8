import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
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
      headers: { 'accept-encoding': 'gzip', ...wire.headers },
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
        throw tooLarge(maxBytes);
      }
      chunks.push(chunk);
    }
    const body = await decoded(Buffer.concat(chunks), answer.headers['content-encoding'], maxBytes);
    return { status: answer.statusCode, headers: answer.headers, text: body.toString('utf8') };
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

const DECODERS = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

/** The body as it was before compression; a proxy may compress what nobody asked it to. One that broke off stays as it came. */
async function decoded(body: Buffer, coding: string | string[] | undefined, maxBytes: number): Promise<Buffer> {
  const name = (Array.isArray(coding) ? coding.join(',') : (coding ?? '')).trim().toLowerCase();
  const decode = (DECODERS as Partial<Record<string, (typeof DECODERS)['gzip']>>)[name];
  if (decode === undefined || body.length === 0) return body;
  try {
    return await decode(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    return body;
  }
}

function tooLarge(maxBytes: number): DomainError {
  return new DomainError('okta.answer_invalid', 'upstream', `Okta's answer is larger than ${maxBytes} bytes.`);
}
