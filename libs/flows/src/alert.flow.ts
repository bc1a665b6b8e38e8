import { setTimeout as delay } from 'node:timers/promises';
import { FINDING_ALERT_TYPES } from '@posture/alerts';
import type { AlertEvent, FindingAlertType, ChannelStore, Courier, DeliveryStore, DueDigest } from '@posture/alerts';
import type { FindingOutbox, OutboxEvent } from '@posture/findings';
import type { Queryable, RunStore } from '@posture/platform';
import { UNFINISHED } from '@posture/platform';
import type { AlertContexts } from './alert-contexts';

const SOON_MS = 250;
const SEEN_BY_SCANS: readonly string[] = ['opened', 'reopened', 'updated'];
/** So many steps of findings are given to channels in one transaction. */
const BATCH = 500;

/**
 * What becomes of findings, told to whoever wants to know: history is read in the order it was committed in, each step is
 * laid down once for each channel that wants it, and carried there.
 */
export class AlertFlow {
  constructor(
    private readonly outbox: FindingOutbox,
    private readonly channels: ChannelStore,
    private readonly deliveries: DeliveryStore,
    private readonly courier: Courier,
    private readonly runs: RunStore,
    private readonly contexts: AlertContexts,
  ) {}

  /** Tells what there is to tell, until nothing is left and nothing underway. */
  async goOn(): Promise<void> {
    for (;;) {
      // What waits for room comes once something underway has ended, which may be at any moment.
      const isBusy = this.courier.isBusy;
      const { isMore, begun } = await this.#once();
      if (!isMore && begun === 0 && !isBusy) return;
      // What a slow receiver holds up keeps nothing else waiting.
      if (!isMore) await Promise.race([this.courier.oneEnded(), delay(SOON_MS)]);
    }
  }

  /** Ends whatever goes on, however much waits for a receiver that does not answer. */
  stop(): Promise<void> {
    return this.courier.stop();
  }

  /** @returns whether there is more to be given to channels, and how much was begun */
  async #once(): Promise<{ readonly isMore: boolean; readonly begun: number }> {
    const waiting = await this.deliveries.waiting();
    const spread = (await this.outbox.last()) > waiting.spreadTo ? await this.#spread() : 0;
    if (waiting.hasDigests) await this.#digest();
    const begun = waiting.hasDue || waiting.hasDigests || spread > 0 ? await this.courier.goOn() : 0;
    return { isMore: spread === BATCH, begun };
  }

  /** @returns how many steps were read */
  async #spread(): Promise<number> {
    let read = 0;
    // Before the transaction: what is inside one asks nobody else.
    const contextOf = await this.contexts.load();
    await this.deliveries.spread(
      (tx) => this.channels.list(tx),
      async (after, tx: Queryable) => {
        const steps = await this.outbox.after(after, BATCH, tx);
        read = steps.length;
        const events = steps.flatMap(alertOf).map((event) => ({ ...event, ...contextOf(event.finding) }));
        return { last: steps.at(-1)?.position ?? after, events };
      },
      this.contexts.isMeant,
    );
    return read;
  }

  /** What was gathered is told once its scan has ended: one scan, one digest. */
  async #digest(): Promise<void> {
    const due = await this.deliveries.dueDigests();
    if (due.length === 0) return;
    const ended: string[] = [];
    for (const { id, scanId } of due) if (!(await this.#isUnderway(scanId))) ended.push(id);
    await this.deliveries.sendDigests(ended);
  }

  async #isUnderway(scanId: DueDigest['scanId']): Promise<boolean> {
    if (scanId === null) return false;
    // None: forgotten with its connection, or long ago.
    const run = await this.runs.find(scanId);
    return run !== null && UNFINISHED.includes(run.state);
  }
}

/**
 * None of a step that is no news to anybody: what could not be assessed, what scans see of one that people let stand, and
 * what another finding stands for, unless it was told before and has ended now. One that was never told because another
 * stood for it opens to whoever is told.
 */
export function alertOf({ type, severityBefore, wasLeading, ...step }: OutboxEvent): AlertEvent[] {
  const { finding } = step;
  const isHidden = finding.supersededBy !== null && !(type === 'resolved' && wasLeading);
  const isLeftToStand = finding.status === 'suppressed' && SEEN_BY_SCANS.includes(type);
  const told = `finding.${type === 'updated' && !wasLeading ? 'opened' : type}`;
  if (isHidden || isLeftToStand || !(FINDING_ALERT_TYPES as readonly string[]).includes(told)) return [];
  const isNew = type === 'reopened' || told === 'finding.opened' || severityBefore !== null;
  return [{ ...step, type: told as FindingAlertType, isNewCritical: isNew && finding.severity === 'critical' }];
}
