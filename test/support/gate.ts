import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** The way to a server, which can be closed: whoever is on it is cut off, and nobody comes in until it is opened again. */
export class Gate {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #port = 0;
  /** null: nothing waits. */
  #held: Buffer[] | null = null;
  #onEnded: () => void = () => undefined;

  private constructor(private readonly target: URL) {
    this.#server = createServer((socket) => this.#let(socket));
  }

  /** Open. @param url of the server behind it, with its port */
  static async before(url: string): Promise<Gate> {
    const gate = new Gate(new URL(url));
    await gate.open();
    return gate;
  }

  /** The same address, by this way. */
  get url(): string {
    const way = new URL(this.target);
    way.hostname = '127.0.0.1';
    way.port = String(this.#port);
    return way.toString();
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** What the server says from now on waits, until it has ended the connection. */
  hold(): void {
    this.#held = [];
  }

  /** Until the server has said something. */
  async heldSome(): Promise<void> {
    while (this.#held?.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Gives it all at once, to a connection the server has ended meanwhile. */
  async letGoOnceEnded(): Promise<void> {
    await new Promise<void>((resolve) => (this.#onEnded = resolve));
    this.#held = null;
  }

  #let(near: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    const ends = [near, far] as const;
    for (const [at, end] of ends.entries()) {
      const other = ends[1 - at]!;
      this.#sockets.add(end);
      end
        .on('error', () => undefined)
        .on('close', () => {
          this.#sockets.delete(end);
          other.destroy();
        });
    }
    near.pipe(far);
    far.on('data', (piece: Buffer) => (this.#held === null ? near.write(piece) : this.#held.push(piece)));
    far.on('end', () => {
      near.end(Buffer.concat(this.#held ?? []));
      this.#onEnded();
    });
  }
}
