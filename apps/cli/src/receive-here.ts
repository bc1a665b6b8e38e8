import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { whyUnverified } from '@posture/alerts';
import { DomainError } from '@posture/domain';
import type { Secret } from '@posture/platform';

/** More than any alert is. */
const MOST_BYTES = 1_000_000;

/** An alert that was verified. */
export interface ReceivedAlert {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly finding?: {
      readonly severity: string;
      readonly title: string;
      readonly rule: string;
      readonly why: string;
    };
    readonly title?: string;
    readonly text?: string;
  };
}

/** A receiver that listens on this machine. */
export interface LocalReceiver {
  readonly url: string;
  stop(): Promise<void>;
}

/** What it does with what comes in. */
export interface ReceiveOptions {
  /** 0: a free one. */
  readonly port: number;
  /** null until the channel is made: until then nothing is believed. */
  readonly secret: () => Secret | null;
  readonly tell: (alert: ReceivedAlert) => void;
  /** Told what was not believed, and why. */
  readonly refuse: (why: string) => void;
}

/**
 * Takes signed alerts on loopback as a SIEM would: believes what verifies, and answers the rest with 401.
 * @throws {DomainError} `receive.port_taken`
 */
export async function receiveHere({ port, secret, tell, refuse }: ReceiveOptions): Promise<LocalReceiver> {
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const known = secret();
      const why = body === null ? null : known === null ? 'there is no secret yet' : whyNot(request, body, known);
      if (why !== null || body === null) {
        const reason = why ?? 'it is too large';
        refuse(reason);
        return response.writeHead(body === null ? 413 : 401, { connection: 'close' }).end(reason);
      }
      tell(JSON.parse(body) as ReceivedAlert);
      response.writeHead(204, { connection: 'close' }).end();
    });
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', done);
  }).catch((cause: unknown) => {
    throw new DomainError('receive.port_taken', 'conflict', `Port ${port} cannot be listened at.`, {
      field: '--port',
      remedy: 'Give another one.',
      cause,
    });
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    stop: () =>
      new Promise((done) => {
        // What is being answered is answered.
        server.close(() => done());
        server.closeIdleConnections();
      }),
  };
}

function whyNot(request: IncomingMessage, body: string, secret: Secret): string | null {
  const why = whyUnverified(request.headers, body, secret, new Date());
  if (why !== null) return why;
  try {
    const { type, data } = JSON.parse(body) as Partial<ReceivedAlert>;
    return typeof type === 'string' && typeof data === 'object' ? null : 'it is no alert in format native';
  } catch {
    return 'it is no alert in format native';
  }
}

/** null: too large. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
