import { setTimeout as delay } from 'node:timers/promises';
import { composedFor, kindOf, testNotice, wants } from '@posture/alerts';
import type { Attempt, Channel, ChannelStore, Delivery, DeliveryStore } from '@posture/alerts';
import { DomainError } from '@posture/domain';
import type { ConnectionScope } from '@posture/domain';
import type { FindingOutbox } from '@posture/findings';
import type { Clock } from '@posture/platform';
import { alertOf } from './alert.flow';
import type { AlertContexts } from './alert-contexts';

/** A worker looks twice a second, and an attempt is given up after 15 s. */
const TEST_MS = 20_000;
const LOOK_MS = 100;

/** How a test went. */
export interface ChannelTest {
  readonly delivery: Delivery;
  readonly attempts: readonly Attempt[];
  /** What it means that it was taken. */
  readonly proves: string;
}

/** What a receiver would be sent of a finding. */
export interface ChannelPreview {
  readonly format: Channel['format'];
  /** As it would be kept until it is taken. */
  readonly body: string;
  /** Whether the channel's filter lets it through. */
  readonly isWanted: boolean;
}

/** What operators do with a channel that is more than keeping it: try it, see what it says, send what it missed. */
export class ChannelFlow {
  constructor(
    private readonly channels: ChannelStore,
    private readonly deliveries: DeliveryStore,
    private readonly outbox: FindingOutbox,
    private readonly contexts: AlertContexts,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a test, by a worker, and waits for how it went.
   * @throws {DomainError} `channel.not_found`, `channel.not_active`, `work.nobody` when no worker takes it
   */
  async test(channelId: string): Promise<ChannelTest> {
    const channel = await this.#active(channelId);
    const { proves } = kindOf(channel.kind);
    const { id } = await this.deliveries.add(channel, testNotice(this.clock.now()));
    for (let looks = 0; looks * LOOK_MS < TEST_MS; looks += 1) {
      const attempts = await this.deliveries.attempts(id);
      if (attempts.length > 0) return { delivery: await this.deliveries.giveUp(channelId, id), attempts, proves };
      await delay(LOOK_MS);
    }
    await this.deliveries.giveUp(channelId, id);
    throw new DomainError('work.nobody', 'unavailable', 'No worker took the test in time.', {
      remedy: 'See that a process of role "worker" or "all" runs on this database, and ask again.',
    });
  }

  /**
   * What the latest that happened to a finding looks like there; nothing is sent.
   * @param sees connections whoever asks may see: others' findings are not there
   * @throws {DomainError} `channel.not_found`, `finding.not_found`
   */
  async preview(channelId: string, findingId: string, sees: ConnectionScope = null): Promise<ChannelPreview> {
    const channel = await this.channels.get(channelId);
    const step = await this.outbox.latestOf(findingId);
    if (step === null || (sees !== null && !sees.includes(step.finding.connectionId)))
      throw new DomainError('finding.not_found', 'not_found', `There is no finding ${findingId}.`, {
        field: 'findingId',
        remedy: 'List the findings to see their ids.',
      });
    const contextOf = await this.contexts.load();
    const [news] = alertOf(step);
    const unheard = { ...step, type: 'finding.updated' as const, isNewCritical: false };
    const event = { ...(news ?? unheard), ...contextOf(step.finding) };
    const isWanted = news !== undefined && wants(channel.filter, event) && this.contexts.isMeant(channel, event);
    return { format: channel.format, body: composedFor(channel, { id: 'msg_preview', event }), isWanted };
  }

  /**
   * Sends again what failed or was skipped, each under the id it had.
   * @param until now, unless told
   * @returns how many
   * @throws {DomainError} `channel.not_found`, `channel.not_active`, `channel.range_invalid`
   */
  async recover(channelId: string, since: Date, until: Date = this.clock.now()): Promise<number> {
    await this.#active(channelId);
    if (since > until)
      throw new DomainError('channel.range_invalid', 'invalid', 'It would end before it begins.', {
        field: 'until',
        remedy: 'Give an instant after since, or leave it out.',
      });
    return this.deliveries.recover(channelId, since, until);
  }

  async #active(channelId: string): Promise<Channel> {
    const channel = await this.channels.get(channelId);
    if (channel.state === 'active') return channel;
    throw new DomainError('channel.not_active', 'conflict', `Channel "${channel.name}" is ${channel.state}.`, {
      field: 'id',
      remedy: 'Make it active first.',
    });
  }
}
