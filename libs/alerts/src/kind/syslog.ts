import type { TLSSocket } from 'node:tls';
import { SCALES } from '../format/scales';
import { reasonOf } from '../outbound/outbound-answer';
import { portOf } from '../outbound/target';
import type { Reach } from '../outbound/target';
import type { ChannelKind, Parcel, Sent } from './channel-kind';
import { sameFor, unsent } from './answers';
import { CA, CLIENT_CERTIFICATE, CLIENT_KEY, IAM_CLASS } from './common-fields';
import { composed, timeOf } from './compose';

/** 13, log audit. */
const FACILITY = 13;
const MOST_MESSAGE_BYTES = 8_192;
const MOST_MSGID = 32;
const BOM = '\ufeff';
/** A receiver that closes so soon after it was written to has not taken it. */
const HOLD_MS = 500;
/** So long it may take until it closes after us. */
const CLOSE_MS = 5_000;
const REACH: Reach = { protocols: ['tls:'], ports: [6514], example: 'tls://syslog.acme.example:6514' };

/**
 * Syslog (RFC 5424) over TLS with octet counting (RFC 5425). There are no acknowledgements: what is written is held for
 * a while, and until the receiver closes after us; if it closes before, or breaks off, all of it is sent again.
 */
export const SYSLOG: ChannelKind = {
  title: 'syslog over TLS',
  reach: REACH,
  formats: ['cef', 'ocsf'],
  settings: {
    hostname: { means: 'host name the messages say they are from', default: '-', pattern: /^[!-~]{1,255}$/ },
    certificate: CLIENT_CERTIFICATE,
    iamClass: IAM_CLASS,
    ca: CA,
  },
  credential: { key: CLIENT_KEY },
  most: 200,
  mostBytes: 1_000_000,
  proves: 'It was written, and the receiver did not break off. Syslog says no more: see that it arrived.',
  compose: (alert, options) => {
    const { event, notice } = alert;
    const severity = event === undefined ? notice.severity : event.finding.severity;
    const type = (event ?? notice).type.slice(0, MOST_MSGID);
    const priority = FACILITY * 8 + SCALES[severity].syslog;
    const head = `<${priority}>1 ${timeOf(alert).toISOString()} ${options.settings['hostname'] ?? '-'} posture - ${type} - ${BOM}`;
    const whole = head + composed(alert, options);
    if (Buffer.byteLength(whole) <= MOST_MESSAGE_BYTES) return whole;
    return head + composed(alert, { ...options, includesEvidence: false });
  },
  send: async (parcels, { url, settings, credential }, { socket }, signal) => {
    const begun = performance.now();
    const took = (): number => Math.round(performance.now() - begun);
    try {
      const trust = { ca: settings['ca'], cert: settings['certificate'], key: credential['key'] };
      const open = await socket.openTls(url, portOf(url, REACH), trust, signal);
      const address = open.remoteAddress ?? null;
      try {
        await writeAndHold(open, parcels.map(framed).join(''), signal);
        const sent: Sent = {
          status: null,
          text: '',
          retryAfter: null,
          error: null,
          address,
          ms: took(),
          verdict: 'taken',
        };
        return sameFor(parcels, sent);
      } catch (error) {
        return sameFor(parcels, { ...unsent(reasonOf(error), took()), address, verdict: 'retry' });
      } finally {
        open.destroy();
      }
    } catch (error) {
      return sameFor(parcels, { ...unsent(reasonOf(error), took()), verdict: 'retry' });
    }
  },
};

function framed({ body }: Parcel): string {
  return `${Buffer.byteLength(body)} ${body}`;
}

/**
 * Until the other side has held what was written for a while, and closes after us. @throws Error when it closes before: how
 * much of it was read nobody knows
 */
function writeAndHold(socket: TLSSocket, text: string, signal: AbortSignal): Promise<void> {
  return new Promise((done, failed) => {
    let isHeld = false;
    const closed = (): void =>
      isHeld ? done() : failed(Object.assign(new Error('the receiver closed first'), { code: 'ECONNRESET' }));
    signal.addEventListener('abort', () => failed(signal.reason as Error), { once: true });
    socket.once('error', failed);
    socket.once('end', closed);
    socket.once('close', closed);
    socket.resume();
    socket.write(text, (error) => {
      if (error !== undefined && error !== null) return failed(error);
      setTimeout(() => {
        if (socket.destroyed) return;
        isHeld = true;
        socket.end();
        setTimeout(done, CLOSE_MS).unref();
      }, HOLD_MS);
    });
  });
}
