import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { AddressGuard } from './address-guard';
import { CONNECT_MS } from './outbound-answer';
import { hostOf } from './target';

/** What a receiver shows and is shown; PEM. */
export interface Trust {
  /** Certificate authorities beside the usual ones. */
  readonly ca?: string | undefined;
  /** Our certificate, and its key: for receivers that ask who we are. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** The one door to receivers that speak no HTTP. */
export class OutboundSocket {
  constructor(private readonly guard: AddressGuard) {}

  /** @throws {DomainError} `channel.url_invalid` for an address that is not admitted; Error what else failed */
  async open(host: string, port: number, signal: AbortSignal): Promise<Socket> {
    const refused = this.guard.ofLiteral(host);
    if (refused !== null) throw refused;
    const socket = connect({ host, port, lookup: this.guard.lookup });
    const limit = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]);
    await happens(socket, 'connect', limit);
    const led = this.guard.ofConnected(host, socket.remoteAddress ?? '');
    if (led === null) return socket;
    socket.destroy();
    throw led;
  }

  /** TLS 1.2 or later, with a certificate that names the host. @throws as `open` */
  async openTls(url: URL, port: number, trust: Trust, signal: AbortSignal): Promise<TLSSocket> {
    const host = hostOf(url);
    const socket = await this.open(host, port, signal);
    const { cert, key } = trust;
    const secured = connectTls({ socket, minVersion: 'TLSv1.2', ...tlsOptionsOf(host, trust), cert, key });
    const limit = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]);
    await happens(secured, 'secureConnect', limit);
    return secured;
  }
}

/** How a host's certificate is checked. */
export function tlsOptionsOf(host: string, { ca }: Trust): { servername?: string; ca?: string[] } {
  return {
    // Addresses are no server names.
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
  };
}

function happens(socket: Socket, event: 'connect' | 'secureConnect', limit: AbortSignal): Promise<void> {
  return new Promise((done, failed) => {
    const fail = (error: Error): void => {
      socket.destroy();
      failed(error);
    };
    const late = (): void => fail(limit.reason as Error);
    limit.addEventListener('abort', late, { once: true });
    socket.once('error', fail);
    socket.once('close', () => fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    socket.once(event, () => {
      limit.removeEventListener('abort', late);
      socket.removeListener('error', fail);
      socket.removeAllListeners('close');
      // Whoever uses it next listens; an error nobody hears would end the process.
      socket.on('error', () => undefined);
      done();
    });
  });
}
