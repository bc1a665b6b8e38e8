import { createTransport } from 'nodemailer';
import type { SMTPTransportOptions } from 'nodemailer';
import { SEVERITIES } from '@posture/domain';
import type { Brief } from '../format/brief';
import { WHOLE_MS, reasonOf } from '../outbound/outbound-answer';
import type { OutboundAnswer } from '../outbound/outbound-answer';
import { tlsOptionsOf } from '../outbound/outbound-socket';
import { hostOf, portOf } from '../outbound/target';
import type { Reach } from '../outbound/target';
import type { ChannelKind, Addressee, Given, Parcel, Verdict, Ways } from './channel-kind';
import { sameFor } from './answers';
import { CA } from './common-fields';
import { composed } from './compose';

const SUBMISSION: Reach = { protocols: ['smtp:'], ports: [587], example: 'smtp://mail.acme.example' };
const IMPLICIT_TLS: Reach = { protocols: ['smtps:'], ports: [465], example: 'smtps://mail.acme.example' };
const ADDRESS = /^[^\s@,<>"]{1,64}@[^\s@,<>"]{1,255}$/;
const ADDRESSES = /^\s*[^\s@,<>"]{1,64}@[^\s@,<>"]{1,255}\s*(,\s*[^\s@,<>"]{1,64}@[^\s@,<>"]{1,255}\s*){0,49}$/;
const MOST_NAMED = 200;
/** Wrong user or password, no right to send, no such mailbox: the same will happen another time. */
const REFUSED_FROM = 500;
const NOT_AUTHENTICATED: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/** E-mail: what is told within some minutes goes in one message, without evidence. */
export const EMAIL: ChannelKind = {
  title: 'e-mail',
  reach: { protocols: ['smtp:', 'smtps:'], ports: [587, 465], example: SUBMISSION.example },
  formats: ['brief'],
  settings: {
    from: { means: 'sender', pattern: ADDRESS },
    to: { means: 'receivers, with commas between them, 50 at most', pattern: ADDRESSES },
    digestMinutes: {
      means: 'what happens within so many minutes goes in one message; 0: each by itself',
      default: '15',
      pattern: /^\d{1,4}$/,
    },
    user: { means: 'who signs in; nobody does when left out', isOptional: true },
    ca: CA,
  },
  credential: { password: { means: 'password of that user', isOptional: true } },
  most: 500,
  mostBytes: 5_000_000,
  bundle: ({ digestMinutes }) => ({
    free: digestMinutes === '0' ? Number.MAX_SAFE_INTEGER : 0,
    everyMs: Math.max(1, Number(digestMinutes)) * 60_000,
  }),
  proves: 'The mail server took it.',
  compose: composed,
  send: async (parcels, to, ways, signal) => {
    const begun = performance.now();
    const answer = await mailed(parcels, to, ways, signal);
    const ms = Math.round(performance.now() - begun);
    return sameFor(parcels, { ...answer, ms, verdict: verdictOfMail(answer) });
  },
};

async function mailed(
  parcels: readonly Parcel[],
  to: Addressee,
  ways: Ways,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const { url, settings, credential } = to;
  const isImplicit = url.protocol === 'smtps:';
  const host = hostOf(url);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(WHOLE_MS)]);
  let address: string | null = null;
  const options: SMTPTransportOptions = {
    host,
    secure: isImplicit,
    // A password or a finding never goes in the clear.
    requireTLS: true,
    tls: { minVersion: 'TLSv1.2', ...tlsOptionsOf(host, { ca: settings['ca'] }) },
    ...authOf(settings, credential),
    socketTimeout: WHOLE_MS,
    greetingTimeout: WHOLE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: (_options, done) => {
      ways.socket.open(host, portOf(url, isImplicit ? IMPLICIT_TLS : SUBMISSION), limit).then(
        (connection) => {
          address = connection.remoteAddress ?? null;
          done(null, { connection });
        },
        (error: Error) => done(error),
      );
    },
  };
  const transport = createTransport(options);
  try {
    const { response } = await transport.sendMail(messageOf(parcels, settings));
    return { status: Number(response.slice(0, 3)), text: response, retryAfter: null, error: null, address, ms: 0 };
  } catch (error) {
    const { responseCode, response } = error as { responseCode?: number; response?: string };
    if (responseCode !== undefined)
      return { status: responseCode, text: response ?? '', retryAfter: null, error: null, address, ms: 0 };
    return { status: null, text: '', retryAfter: null, error: reasonOf(error), address, ms: 0 };
  } finally {
    transport.close();
  }
}

function authOf({ user }: Given, { password }: Given): { auth?: { user: string; pass: string } } {
  return user === undefined ? {} : { auth: { user, pass: password ?? '' } };
}

function verdictOfMail({ status }: OutboundAnswer): Verdict {
  if (status === null || status < 200) return 'retry';
  if (status < 300) return 'taken';
  if (NOT_AUTHENTICATED.has(status)) return 'misconfigured';
  return status >= REFUSED_FROM ? 'refused' : 'retry';
}

/** The worst first. */
function messageOf(parcels: readonly Parcel[], settings: Given): object {
  const briefs = parcels
    .map(({ body }) => JSON.parse(body) as Brief)
    .sort((one, other) => rankOf(other) - rankOf(one) || one.at.localeCompare(other.at));
  const [worst] = briefs;
  const head = briefs.length === 1 ? worst!.title : `${briefs.length} alerts, the worst ${worst!.severity}`;
  const more = briefs.length - MOST_NAMED;
  return {
    from: settings['from'],
    to: settings['to'],
    messageId: `<${parcels[0]!.messageId}@posture.invalid>`,
    subject: `[posture] ${oneLine(head)}`,
    text: [...briefs.slice(0, MOST_NAMED).map(textOf), ...(more > 0 ? [`and ${more} more`] : [])].join('\n\n'),
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

function textOf({ severity, title, type, text, finding, at }: Brief): string {
  const about =
    finding === null
      ? []
      : [`${finding.subject}, ${finding.connection}`, `Rule: ${finding.rule}. Finding: ${finding.id}.`];
  return [`${severity.toUpperCase()} ${oneLine(title)}`, `${type} at ${at}`, text, ...about].join('\n');
}

function rankOf({ severity }: Brief): number {
  return (SEVERITIES as readonly string[]).indexOf(severity);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
