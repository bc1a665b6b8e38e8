import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { Server as TlsServer } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { SMTPServer } from 'smtp-server';

/** Of a server, PEM; its own authority. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Made anew: names this machine. */
export function makeCertificate(): Certificate {
  const dir = mkdtempSync(join(tmpdir(), 'posture-cert-'));
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
  execFileSync('openssl', [...made, ...subject], { stdio: 'ignore' });
  const files = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  rmSync(dir, { recursive: true });
  return files;
}

/** A request as it came in; a body that was packed is unpacked. */
export interface SiemRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What is answered. */
export interface SiemAnswer {
  readonly status: number;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody's receiver over HTTP: answers as it is made to, keeps what comes in. */
export class SiemReceiver {
  readonly requests: SiemRequest[] = [];
  /** In place of what it answers by itself, for as long as it is set. */
  instead: SiemAnswer | null = null;

  private constructor(
    private readonly server: Server,
    private readonly scheme: 'http' | 'https',
  ) {}

  static async start(answer: (request: SiemRequest) => SiemAnswer, tls?: Certificate): Promise<SiemReceiver> {
    const server = tls === undefined ? createServer() : createSecureServer(tls);
    const receiver = new SiemReceiver(server, tls === undefined ? 'http' : 'https');
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const whole = Buffer.concat(pieces);
        const isPacked = request.headers['content-encoding'] === 'gzip';
        const text = (isPacked ? gunzipSync(whole) : whole).toString('utf8');
        const came = { path: request.url!, headers: request.headers, text };
        receiver.requests.push(came);
        const { status, body = '', headers = {} } = receiver.instead ?? answer(came);
        response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return receiver;
  }

  get url(): string {
    return `${this.scheme}://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** As Splunk's HTTP Event Collector answers: objects one after the other, a token, codes. */
export function hecAnswer(token: string): (request: SiemRequest) => SiemAnswer {
  return ({ headers, text }) => {
    const given = headers.authorization;
    if (given === undefined) return { status: 401, body: { text: 'Token is required', code: 2 } };
    if (!given.startsWith('Splunk ')) return { status: 401, body: { text: 'Invalid authorization', code: 3 } };
    if (given !== `Splunk ${token}`) return { status: 403, body: { text: 'Invalid token', code: 4 } };
    if (text === '') return { status: 400, body: { text: 'No data', code: 5 } };
    for (const [index, line] of text.split('\n').entries())
      if (!('event' in (JSON.parse(line) as object)))
        return { status: 400, body: { text: 'Event field is required', code: 12, 'invalid-event-number': index } };
    return { status: 200, body: { text: 'Success', code: 0 } };
  };
}

/**
 * As a collector answers whose token has indexer acknowledgement: an id for each request of a channel, and whether what it
 * names was indexed, which is said once.
 */
export function ackingHecAnswer(token: string, isIndexed: () => boolean): (request: SiemRequest) => SiemAnswer {
  const taken = hecAnswer(token);
  const waiting = new Map<string, Set<number>>();
  let given = 0;
  return (request) => {
    const channel = request.headers['x-splunk-request-channel'];
    if (typeof channel !== 'string') return { status: 400, body: { text: 'Data channel is missing', code: 10 } };
    const ids = waiting.get(channel) ?? new Set<number>();
    waiting.set(channel, ids);
    const url = new URL(request.path, 'http://collector');
    if (url.pathname === '/services/collector/ack') {
      if (url.searchParams.get('channel') !== channel)
        return { status: 400, body: { text: 'Invalid channel', code: 11 } };
      const { acks } = JSON.parse(request.text) as { acks: number[] };
      const said = acks.map((id) => [String(id), isIndexed() && ids.delete(id)] as const);
      return { status: 200, body: { acks: Object.fromEntries(said) } };
    }
    const answer = taken(request);
    if (answer.status !== 200) return answer;
    ids.add((given += 1));
    return { status: 200, body: { text: 'Success', code: 0, ackId: given } };
  };
}

/** As Entra ID gives tokens and Azure Monitor takes logs. */
export function ingestionAnswer(secret: string): (request: SiemRequest) => SiemAnswer {
  let given = 0;
  return ({ path, headers, text }) => {
    if (path.endsWith('/oauth2/v2.0/token')) {
      const form = new URLSearchParams(text);
      if (form.get('client_secret') !== secret || form.get('scope') !== 'https://monitor.azure.com/.default')
        return { status: 401, body: { error: 'invalid_client', error_description: `AADSTS7000215: ${secret}` } };
      return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: `token-${(given += 1)}` } };
    }
    if (headers.authorization !== `Bearer token-${given}`) return { status: 401, body: 'unauthorized' };
    if (headers['content-encoding'] !== 'gzip' || !Array.isArray(JSON.parse(text))) return { status: 400 };
    return { status: 204 };
  };
}

/** As Elasticsearch answers to bulk requests: each document by itself, an id only once. */
export function elasticAnswer(apiKey: string): (request: SiemRequest) => SiemAnswer {
  const known = new Set<string>();
  return ({ headers, text }) => {
    if (headers.authorization !== `ApiKey ${apiKey}`)
      return { status: 401, body: { error: { type: 'security_exception' } } };
    const lines = text.trimEnd().split('\n');
    const items = lines.flatMap((line, index) => {
      if (index % 2 === 1) return [];
      const { create } = JSON.parse(line) as { create: { _id: string } };
      const isKnown = known.has(create._id);
      known.add(create._id);
      return [{ create: isKnown ? { status: 409, error: { reason: 'document already exists' } } : { status: 201 } }];
    });
    return { status: 200, body: { errors: items.some(({ create }) => create.status > 299), items } };
  };
}

/** A syslog server over TLS that counts octets. */
export class SyslogServer {
  readonly messages: string[] = [];
  /** Whom clients showed themselves as, by the name on their certificate. */
  readonly clients: string[] = [];
  connections = 0;
  /** Of the next connection so many octets are read before it is broken off; null: it is read to its end. */
  breaksOffAfter: number | null = null;

  private constructor(private readonly server: TlsServer) {}

  /** @param clients the only clients let in; absent: all */
  static async start(tls: Certificate, clients?: Certificate): Promise<SyslogServer> {
    const asked = clients === undefined ? {} : { requestCert: true, rejectUnauthorized: true, ca: clients.cert };
    const server = createTlsServer({ ...tls, ...asked });
    const syslog = new SyslogServer(server);
    server.on('tlsClientError', () => undefined);
    server.on('secureConnection', (socket) => {
      syslog.connections += 1;
      const { CN } = (socket.getPeerCertificate() as { subject?: { CN?: string } }).subject ?? {};
      if (CN !== undefined) syslog.clients.push(CN);
      const most = syslog.breaksOffAfter;
      syslog.breaksOffAfter = null;
      let come: Buffer = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (piece: Buffer) => {
        come = Buffer.concat([come, piece]);
        if (most !== null && come.length >= most) return socket.destroy();
        come = syslog.#taken(come);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return syslog;
  }

  get url(): string {
    return `tls://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((done) => this.server.close(done));
  }

  /** Whole messages are kept; what is left of the octets is given back. */
  #taken(octets: Buffer): Buffer {
    for (let rest = octets; ;) {
      const counted = /^(\d+) /.exec(rest.subarray(0, 12).toString('latin1'));
      if (counted === null) return rest;
      const [head, count] = [counted[0].length, Number(counted[1])];
      if (rest.length < head + count) return rest;
      this.messages.push(rest.subarray(head, head + count).toString('utf8'));
      rest = rest.subarray(head + count);
    }
  }
}

/** A mail as it came in. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly isSecure: boolean;
  readonly user: string | undefined;
}

/** A mail server, with TLS from the first octet or by STARTTLS, that lets one user in. */
export async function startMailServer(
  tls: Certificate,
  { secure, user, password }: { readonly secure: boolean; readonly user: string; readonly password: string },
): Promise<{ readonly url: string; readonly mails: Mail[]; stop(): Promise<void> }> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    ...tls,
    secure,
    onAuth: (auth, _session, done) =>
      auth.username === user && auth.password === password
        ? done(null, { user: auth.username })
        : done(Object.assign(new Error('Authentication credentials invalid'), { responseCode: 535 })),
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(pieces).toString('utf8'),
          isSecure: session.secure,
          user: session.user as string | undefined,
        });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `${secure ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    mails,
    stop: () => new Promise((done) => server.close(() => done())),
  };
}
