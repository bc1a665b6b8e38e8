import { rootCertificates } from 'node:tls';
import { Agent, buildConnector, request } from 'undici';
import type { Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard';
import { CONNECT_MS, WHOLE_MS, reasonOf } from './outbound-answer';
import type { OutboundAnswer } from './outbound-answer';

/** What is sent, and how. */
export interface OutboundRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Certificate authorities beside the usual ones, PEM. */
  readonly ca?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const READ_BYTES = 64 * 1024;
const SHOWN_BYTES = 4 * 1024;

/** The one door to receivers that speak HTTP. No redirect is followed, and nothing of the environment leads elsewhere. */
export class OutboundHttp {
  /** By the authorities they trust. */
  readonly #agents = new Map<string, Agent>();
  /** Where the latest connection to a receiver led, by its origin. */
  readonly #addresses = new Map<string, string>();

  constructor(private readonly guard: AddressGuard) {}

  /** Never throws: that nothing was answered is an answer. */
  async post({ url, headers, body, ca, signal }: OutboundRequest): Promise<OutboundAnswer> {
    const begun = performance.now();
    const took = (): Pick<OutboundAnswer, 'ms' | 'address'> => ({
      ms: Math.round(performance.now() - begun),
      address: this.#addresses.get(url.origin) ?? null,
    });
    // Combined signals would stay with the one that lasts as long as the process.
    const given = new AbortController();
    const stop = (): void => given.abort(signal?.reason);
    const late = setTimeout(() => given.abort(new DOMException('It took too long.', 'TimeoutError')), WHOLE_MS);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: { 'user-agent': 'posture-engine', ...headers },
        body,
        dispatcher: this.#agentOf(ca ?? ''),
        signal: given.signal,
      });
      const text = await firstOf(answer.body);
      const after = answer.headers['retry-after'];
      const retryAfter = Array.isArray(after) ? (after[0] ?? null) : (after ?? null);
      return { status: answer.statusCode, text, retryAfter, error: null, ...took() };
    } catch (error) {
      return { status: null, text: '', retryAfter: null, error: reasonOf(error), ...took() };
    } finally {
      clearTimeout(late);
      signal?.removeEventListener('abort', stop);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()));
  }

  #agentOf(ca: string): Agent {
    const known = this.#agents.get(ca);
    if (known !== undefined) return known;
    const made = new Agent({
      connect: this.#connector(ca),
      headersTimeout: WHOLE_MS,
      bodyTimeout: WHOLE_MS,
      keepAliveTimeout: 10_000,
    });
    this.#agents.set(ca, made);
    return made;
  }

  #connector(ca: string): buildConnector.connector {
    const trust = ca === '' ? {} : { ca: [...rootCertificates, ca] };
    const options = { timeout: CONNECT_MS, lookup: this.guard.lookup, ...trust };
    const open = buildConnector(options as buildConnector.BuildOptions);
    return (to, done) => {
      const refused = this.guard.ofLiteral(to.hostname);
      if (refused !== null) return done(refused, null);
      open(to, (error, socket) => {
        if (error !== null) return done(error, null);
        const address = socket.remoteAddress ?? '';
        const led = this.guard.ofConnected(to.hostname, address);
        if (led !== null) {
          socket.destroy();
          return done(led, null);
        }
        this.#addresses.set(`${to.protocol}//${to.host ?? to.hostname}`, address);
        done(null, socket);
      });
    };
  }
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
