import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server on loopback that keeps what it takes, and refuses what a test says. */
export class MailServer {
  readonly taken: { readonly to: string; readonly text: string }[] = [];
  /** Whose mail is refused for good. */
  readonly unknown = new Set<string>();
  readonly #server: SMTPServer;

  private constructor(private readonly password: string) {
    this.#server = new SMTPServer({
      authOptional: false,
      // What stays on this machine needs no certificate.
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password: given }, _session, done) =>
        given === this.password ? done(null, { user: username ?? '' }) : done(refusal(535, 'no such user')),
      onRcptTo: ({ address }, _session, done) =>
        this.unknown.has(address) ? done(refusal(550, 'no such mailbox')) : done(),
      onData: (stream, { envelope }, done) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8');
          for (const { address } of envelope.rcptTo) this.taken.push({ to: address, text });
          done();
        });
      },
    });
    this.#server.on('error', () => undefined);
  }

  static async start(password: string, port = 0): Promise<MailServer> {
    const mail = new MailServer(password);
    await new Promise<void>((resolve) => mail.#server.listen(port, '127.0.0.1', () => resolve()));
    return mail;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
