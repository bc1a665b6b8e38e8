import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** An alert as it came in. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  /** To the byte. */
  readonly text: string;
  readonly body: { readonly type: string; readonly id: string; readonly sequence: number; readonly data: ReceivedData };
}

interface ReceivedData {
  readonly finding: Readonly<Record<string, unknown>> & { readonly id: string; readonly rule: string };
}

/** What a receiver answers with. */
export interface ReceiverAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly afterMs?: number;
}

/** Somebody's receiver of alerts, on loopback: keeps what comes in, answers as it is told to. */
export class Receiver {
  readonly received: Received[] = [];
  answer: ReceiverAnswer = { status: 204 };

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8');
        receiver.received.push({ headers: plain(request.headers), text, body: JSON.parse(text) as Received['body'] });
        const { status, headers = {}, text: answer = '', afterMs = 0 } = receiver.answer;
        setTimeout(() => response.writeHead(status, headers).end(answer), afterMs).unref();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/in`;
  }

  of(type: string, rule: string): Received[] {
    return this.received.filter(({ body }) => body.type === type && body.data.finding?.rule === rule);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** Verified by the library that belongs to the standard. @throws Error when it does not hold */
export function verified(secret: string, { headers, text }: Received): unknown {
  return new Webhook(secret).verify(text, headers);
}

/** As it would have been verified when it was sent: the library goes by this machine's clock, tests often do not. */
export function verifiedAsOf(secret: string, received: Received): unknown {
  const now = Number(received.headers['webhook-timestamp']) * 1000;
  jest.useFakeTimers({ now, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval'] });
  try {
    return verified(secret, received);
  } finally {
    jest.useRealTimers();
  }
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
