import { setTimeout as delay } from 'node:timers/promises';
import type { OutboundAnswer } from '../outbound/outbound-answer';
import { jsonOf, unsent } from './answers';
import type { Addressee, Ways } from './channel-kind';

/** So long an indexer has: with the request before and the last look, less than the lease of what waits. */
const ACKNOWLEDGED_WITHIN_MS = 25_000;
const FIRST_LOOK_MS = 100;
const MOST_BETWEEN_LOOKS_MS = 2_000;

/** What was sent to a collector, and how it was. */
interface Sending {
  readonly to: Addressee;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the sender; ids are unique within it. */
  readonly channel: string;
}

/** The id under which a collector tells whether what it took was indexed; null: its token is not made for that. */
export function ackIdOf({ status, text }: OutboundAnswer): number | null {
  const id = status === 200 ? jsonOf(text)?.['ackId'] : undefined;
  return typeof id === 'number' ? id : null;
}

/**
 * Asks until what was taken is indexed as well: a collector that dies before has lost it.
 * @param taken the collector's answer
 * @returns that answer, once it is acknowledged; null: not in time; one with an error: nobody waits any longer, we stop
 */
export async function acknowledged(
  taken: OutboundAnswer,
  ackId: number,
  { to, headers, channel }: Sending,
  { http, clock }: Ways,
  signal: AbortSignal,
): Promise<OutboundAnswer | null> {
  const begun = performance.now();
  const until = clock.now().getTime() + ACKNOWLEDGED_WITHIN_MS;
  const { ca } = to.settings;
  const body = JSON.stringify({ acks: [ackId] });
  for (let wait = FIRST_LOOK_MS; clock.now().getTime() < until; wait = Math.min(2 * wait, MOST_BETWEEN_LOOKS_MS)) {
    const answer = await http.post({ url: ackUrl(to.url, channel), headers, body, ca, signal });
    const acks = jsonOf(answer.text)?.['acks'] as Readonly<Record<string, unknown>> | undefined;
    if (acks?.[String(ackId)] === true) return { ...taken, ms: taken.ms + Math.round(performance.now() - begun) };
    const isStopped = await delay(wait, false, { signal }).catch(() => true);
    if (isStopped) return unsent('AbortError', taken.ms);
  }
  return null;
}

/** Beside where events go. */
function ackUrl(url: URL, channel: string): URL {
  const base = url.pathname.replace(/\/(event|raw)(\/1\.0)?\/?$/, '').replace(/\/$/, '');
  return new URL(`${base}/ack?channel=${channel}`, url);
}
