import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
import type { Dispatcher } from 'undici';
import { DomainError } from '@posture/domain';
import { admits, hidden } from './target';
import type { Admitted } from './target';

/** What came of one attempt. */
export interface OutboundAnswer {
  /** null: nothing was answered. */
  readonly status: number | null;
  /** The first of what was answered, as text. */
  readonly text: string;
  /** The header as it came. */
  readonly retryAfter: string | null;
  /** Why nothing was answered, such as `ECONNREFUSED`, or `EBLOCKED` for an address that is not admitted; null when it was. */
  readonly error: string | null;
  /** Where the connection led; null when none was opened. */
  readonly address: string | null;
  readonly ms: number;
}

type Resolve = (
  host: string,
  options: { all: true },
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void;

const CONNECT_MS = 5_000;
const WHOLE_MS = 15_000;
const READ_BYTES = 64 * 1024;
const SHOWN_BYTES = 4 * 1024;
const BLOCKED = 'EBLOCKED';

/**
 * The one door to receivers. An address is checked as it is written, as its name resolves, and as the connection leads: a
 * name that is public when it is saved and private when it is called never gets a connection. No redirect is followed.
 */
export class OutboundHttp {
  readonly #agent: Agent;
  /** Where the latest connection to a receiver led, by its origin. */
  readonly #addresses = new Map<string, string>();

  /** @param ca certificate authorities beside the usual ones, PEM */
  constructor(
    private readonly admitted: Admitted,
    options: { readonly resolve?: Resolve; readonly ca?: string } = {},
  ) {
    const lookups = this.#guarded(options.resolve ?? lookup);
    const ca = options.ca === undefined ? {} : { ca: options.ca };
    const open = buildConnector({ timeout: CONNECT_MS, lookup: lookups, ...ca } as buildConnector.BuildOptions);
    const connect: buildConnector.connector = (to, done) => {
      const host = to.hostname.replace(/^\[|\]$/g, '');
      // Nobody resolves an address that is written as one.
      if (isLiteral(host) && !admits(host, admitted)) return done(hidden(host), null);
      open(to, (error, socket) => {
        if (error !== null) return done(error, null);
        const address = socket.remoteAddress ?? '';
        if (!admits(address, admitted)) {
          socket.destroy();
          return done(hidden(host), null);
        }
        this.#addresses.set(`${to.protocol}//${to.host ?? host}`, address);
        done(null, socket);
      });
    };
    this.#agent = new Agent({ connect, headersTimeout: WHOLE_MS, bodyTimeout: WHOLE_MS, keepAliveTimeout: 10_000 });
  }

  /** Never throws: that nothing was answered is an answer. */
  async post(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal?: AbortSignal,
  ): Promise<OutboundAnswer> {
    const begun = performance.now();
    const took = (): Pick<OutboundAnswer, 'ms' | 'address'> => ({
      ms: Math.round(performance.now() - begun),
      address: this.#addresses.get(url.origin) ?? null,
    });
    const given = AbortSignal.timeout(WHOLE_MS);
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: { 'user-agent': 'posture-engine', ...headers },
        body,
        dispatcher: this.#agent,
        signal: signal === undefined ? given : AbortSignal.any([given, signal]),
      });
      const text = await firstOf(answer.body);
      const after = answer.headers['retry-after'];
      const retryAfter = Array.isArray(after) ? (after[0] ?? null) : (after ?? null);
      return { status: answer.statusCode, text, retryAfter, error: null, ...took() };
    } catch (error) {
      return { status: null, text: '', retryAfter: null, error: reasonOf(error), ...took() };
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #guarded(resolve: Resolve): LookupFunction {
    return (host, options, done) => {
      resolve(host, { all: true }, (error, found) => {
        if (error !== null) return done(error, []);
        if (found.some(({ address }) => !admits(address, this.admitted))) return done(hidden(host), []);
        const wanted = found.filter(({ family }) =>
          options.family !== 4 && options.family !== 6 ? true : family === options.family,
        );
        const [first] = wanted;
        if (first === undefined)
          return done(Object.assign(new Error(`"${host}" has no address`), { code: 'ENOTFOUND' }), []);
        return options.all === true ? done(null, wanted) : done(null, first.address, first.family);
      });
    };
  }
}

function isLiteral(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}

/** As much as may be shown; of the rest so much is taken that the connection can be used again, and no more. */
async function firstOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const pieces: Buffer[] = [];
  let read = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    if (read < SHOWN_BYTES) pieces.push(piece.subarray(0, SHOWN_BYTES - read));
    read += piece.length;
    if (read > READ_BYTES) break;
  }
  return Buffer.concat(pieces).toString('utf8');
}

function reasonOf(error: unknown): string {
  // An abort's reason is no Error of every realm, so that names decide.
  for (let one = error as Partial<NodeJS.ErrnoException> | undefined; one; one = one.cause as typeof one) {
    if (one instanceof DomainError) return BLOCKED;
    if (one.name === 'TimeoutError') return 'ETIMEDOUT';
    if (typeof one.code === 'string' && one.code !== 'UND_ERR_CONNECT' && one.cause === undefined) return one.code;
  }
  return (error as Partial<Error> | undefined)?.name ?? 'Error';
}
