import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';
import { DomainError } from '@posture/domain';
import type { ConnectionMode } from '@posture/domain';
import type { OktaDomain } from '../connection/okta-domain';
import { orgLookup } from '../connection/org-lookup';
import { scrubbed } from './scrub';
import { TOKEN_PATH } from './wire-exchange';
import type { WireAnswer, WireRequest } from './wire-exchange';

export interface TransportOptions {
  readonly domain: OktaDomain;
  /** Default `read`. */
  readonly mode?: ConnectionMode;
  /** Extra certificate authorities, PEM; for a local test org over https. */
  readonly ca?: string;
  /** From sending the request to its first header, and between two pieces of the body. */
  readonly timeoutMs?: number;
  /** Bytes of one answer beyond which it is given up. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The one door to the org: only to its own origin, never following a redirect, with every address checked when the
 * connection is opened. What comes in never holds what was sent to prove who we are.
 */
export class OktaTransport {
  readonly #agent: Agent;
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
    const timeout = options.timeoutMs ?? 60_000;
    this.#agent = new Agent({
      connections: 16,
      maxResponseSize: options.maxBytes ?? MAX_BYTES,
      headersTimeout: timeout,
      bodyTimeout: timeout,
      connect: {
        timeout: 10_000,
        lookup: orgLookup(options.domain.local),
        ...(options.ca === undefined ? {} : { ca: options.ca }),
      },
    });
  }

  /**
   * @throws {DomainError} `connection.read_only` before anything is sent, for what would change an org that is only read
   * @throws {DomainError} `okta.answer_invalid` when the body is larger than we take
   * @throws the network's own error when the connection broke
   */
  async send(wire: WireRequest): Promise<WireAnswer> {
    if (this.#options.mode !== 'read_and_act') refuseWrite(wire, this.#options.domain.host);
    const answer = await request(`${this.#options.domain.origin}${wire.path}`, {
      method: wire.method,
      headers: { 'accept-encoding': 'gzip', ...wire.headers },
      body: wire.body ?? null,
      signal: wire.signal ?? null,
      dispatcher: this.#agent,
    });
    const { statusCode: status, headers } = answer;
    const maxBytes = this.#options.maxBytes ?? MAX_BYTES;
    try {
      const text = await textOf(answer.body, headers['content-encoding'], maxBytes);
      return scrubbed({ status, headers, text }, wire);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

function refuseWrite({ method, path }: WireRequest, host: string): void {
  if (method === 'GET' || (method === 'POST' && path === TOKEN_PATH)) return;
  throw new DomainError(
    'connection.read_only',
    'conflict',
    `${host} is connected to be read; ${method} was not sent.`,
    {
      field: 'mode',
      remedy: 'Set the mode of the connection to "read_and_act" first.',
    },
  );
}

const DECODERS = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

/** The body as it was before compression; a proxy may compress what nobody asked it to. One that broke off stays as it came. */
async function textOf(
  body: Dispatcher.ResponseData['body'],
  coding: string | string[] | undefined,
  maxBytes: number,
): Promise<string> {
  const name = (Array.isArray(coding) ? coding.join(',') : (coding ?? '')).trim().toLowerCase();
  const decode = (DECODERS as Partial<Record<string, (typeof DECODERS)['gzip']>>)[name];
  if (decode === undefined) return body.text();
  const bytes = Buffer.from(await body.arrayBuffer());
  if (bytes.length === 0) return '';
  try {
    return (await decode(bytes, { maxOutputLength: maxBytes })).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw error;
    return bytes.toString('utf8');
  }
}

function tooLarge(maxBytes: number): DomainError {
  return new DomainError('okta.answer_invalid', 'upstream', `Okta's answer is larger than ${maxBytes} bytes.`);
}
