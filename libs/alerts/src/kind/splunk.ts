import { createHash } from 'node:crypto';
import type { Addressee, ChannelKind, Sent, Verdict, Ways } from './channel-kind';
import { jsonOf, sameFor, verdictOf } from './answers';
import { CA, IAM_CLASS } from './common-fields';
import { composed, timeOf } from './compose';
import type { OutboundAnswer } from '../outbound/outbound-answer';
import { ackIdOf, acknowledged } from './splunk-ack';

/** `code` of an answer: these say that nothing of the kind will ever be taken; 8 is a fault of the server, 9 that it is busy. */
const SETUP_CODES: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14]);

/** Splunk HTTP Event Collector: objects one after the other, taken once they are acknowledged where its token asks for that. */
export const SPLUNK: ChannelKind = {
  title: 'Splunk HTTP Event Collector',
  reach: {
    protocols: ['https:'],
    ports: [8088, 443, 8443],
    example: 'https://splunk.acme.example:8088/services/collector/event',
  },
  formats: ['ocsf', 'native', 'ecs', 'cef'],
  settings: {
    index: { means: 'index it is written to; the one of the token when left out', isOptional: true },
    source: { means: 'source it is given', default: 'posture' },
    sourcetype: { means: 'source type it is given', default: 'posture:alert' },
    iamClass: IAM_CLASS,
    ca: CA,
  },
  credential: { token: { means: 'token of the collector' } },
  most: 100,
  mostBytes: 1_000_000,
  proves:
    'The collector took it, and said that it was indexed if its token has acknowledgement; otherwise a search shows that.',
  compose: (alert, options) => {
    const text = composed(alert, options);
    const event: unknown = options.format === 'cef' ? text : JSON.parse(text);
    return JSON.stringify({ time: timeOf(alert).getTime() / 1000, event });
  },
  send: async (parcels, to, ways, signal) => {
    const { id, url, settings, credential } = to;
    const { index, source, sourcetype, ca } = settings;
    const channel = guidOf(id);
    const around = { source, sourcetype, ...(index === undefined ? {} : { index }) };
    const body = parcels
      .map((parcel) => JSON.stringify({ ...around, ...(JSON.parse(parcel.body) as object) }))
      .join('\n');
    const headers = {
      'content-type': 'application/json',
      authorization: `Splunk ${credential['token']!}`,
      // Collectors with acknowledgement ask for one, others pass over it.
      'x-splunk-request-channel': channel,
    };
    const answer = await ways.http.post({ url, headers, body, ca, signal });
    const ackId = ackIdOf(answer);
    if (ackId !== null) return sameFor(parcels, await indexed(answer, ackId, { to, headers, channel }, ways, signal));
    return parted(parcels.length, answer) ?? sameFor(parcels, { ...answer, verdict: verdictOfHec(answer) });
  },
};

/** What is not acknowledged in time is sent again, and may be there twice then. */
async function indexed(
  taken: OutboundAnswer,
  ackId: number,
  sending: { readonly to: Addressee; readonly headers: Readonly<Record<string, string>>; readonly channel: string },
  ways: Ways,
  signal: AbortSignal,
): Promise<Sent> {
  const answer = await acknowledged(taken, ackId, sending, ways, signal);
  if (answer === null) return { ...taken, text: `Not acknowledged in time: ${taken.text}`, verdict: 'retry' };
  return { ...answer, verdict: answer.error === null ? 'taken' : 'retry' };
}

function verdictOfHec(answer: OutboundAnswer): Verdict {
  const verdict = verdictOf(answer);
  if (verdict === 'taken' || verdict === 'gone') return verdict;
  return SETUP_CODES.has(Number(jsonOf(answer.text)?.['code'])) ? 'misconfigured' : verdict;
}

/** What comes before the event that is not taken was; it is refused by itself, and what comes after is sent again. */
function parted(count: number, answer: OutboundAnswer): Sent[] | null {
  const invalid = jsonOf(answer.text)?.['invalid-event-number'];
  if (answer.status !== 400 || typeof invalid !== 'number' || count < 2) return null;
  return Array.from({ length: count }, (_, index) => ({
    ...answer,
    verdict: index < invalid ? 'taken' : index === invalid ? 'refused' : 'retry',
  }));
}

function guidOf(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
