import { DomainError } from '@posture/domain';
import type { Clock, Database, Queryable } from '@posture/platform';
import { isUuid, storableText, uuidv7 } from '@posture/platform';
import type { AlertEvent, AlertNotice } from '../alert';
import { wants } from '../channel/channel';
import type { Channel } from '../channel/channel';
import { digestNotice } from '../digest/digest';
import type { DigestStore, DueDigest } from '../digest/digest.store';
import type { Sent } from '../kind/channel-kind';
import { USUAL_ROOM, claimDue } from './claims';
import type { Room } from './claims';
import { composing, layDown, messageOf, noticeRow, wording } from './new-deliveries';
import { recoverDeliveries } from './recovery';
import type { Attempt, ClaimedDelivery, Delivery, DeliveryState } from './delivery';
import { purgeDeliveries } from './purge';
import { Settlements } from './settlements';
import type { Counted, Settled } from './settlements';

const COLUMNS = `id, channel_id as "channelId", message_id as "messageId", type, finding_id as "findingId", state, attempts,
  due_at as "dueAt", created_at as "createdAt", ended_at as "endedAt"`;

/** Deliveries, their attempts, and how far events were spread over channels. */
export class DeliveryStore {
  readonly #settlements: Settlements;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly digests: DigestStore,
  ) {
    this.#settlements = new Settlements(database, clock);
  }

  /**
   * Gives the next events to whoever wants them, each once whatever dies meanwhile: singly, or gathered until it is told
   * together.
   * @param channels asked once what happened is read: who is not among them did not want it then
   * @param read events after a position, in their order
   * @param isMeant what the words of the channel's filter say
   * @returns how many events were taken; 0: there are none, or another process is at it
   */
  async spread(
    channels: (tx: Queryable) => Promise<readonly Channel[]>,
    read: (after: number, tx: Queryable) => Promise<{ readonly last: number; readonly events: readonly AlertEvent[] }>,
    isMeant: (channel: Channel, event: AlertEvent) => boolean = () => true,
  ): Promise<number> {
    return this.database.transaction(async (tx) => {
      const [cursor] = await tx.query<{ position: number }>(
        'select position::float8 as position from alert_cursor for update skip locked',
      );
      if (cursor === undefined) return 0;
      const { last, events } = await read(cursor.position, tx);
      if (last <= cursor.position) return 0;
      const listening = (await channels(tx)).filter(({ state }) => state !== 'paused');
      const wanted = listening.map(
        (channel) =>
          [channel.id, events.filter((event) => wants(channel.filter, event) && isMeant(channel, event))] as const,
      );
      const singly = await this.digests.gather(new Map(wanted), tx);
      const bodyOf = wording();
      await layDown(
        listening.flatMap((channel) =>
          (singly.get(channel.id) ?? []).map((event) => ({
            channelId: channel.id,
            messageId: messageOf(event.id),
            type: event.type,
            findingId: event.finding.id,
            connectionId: event.finding.connectionId,
            body: bodyOf(channel, event),
          })),
        ),
        this.clock.now(),
        tx,
      );
      await tx.query('update alert_cursor set position = $1', [last]);
      return events.length;
    });
  }

  /** What there is to do, cheaply: it is asked twice a second, mostly for nothing. */
  async waiting(): Promise<{ readonly spreadTo: number; readonly hasDue: boolean; readonly hasDigests: boolean }> {
    const [row] = await this.database.query<{ spreadTo: number; hasDue: boolean; hasDigests: boolean }>(
      `select position::float8 as "spreadTo",
         exists (select 1 from alert_delivery where state = 'pending' and due_at <= $1) as "hasDue",
         exists (select 1 from alert_digest where due_at <= $1) as "hasDigests"
       from alert_cursor`,
      [this.clock.now()],
    );
    return row!;
  }

  /** What was gathered and may be sent, if the scan each is of has ended. */
  dueDigests(): Promise<DueDigest[]> {
    return this.digests.due(this.database);
  }

  /** Sends what was gathered and is due. @param ids of `dueDigests` */
  async sendDigests(ids: readonly string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const taken = await this.digests.take(ids, tx);
      // Nothing but new criticals, which were told by themselves, is nothing to tell together.
      const sent = taken.filter(({ content }) => content.total > 0);
      const channels = new Map((await composing(tx)).map((channel) => [channel.id, channel]));
      await layDown(
        sent.map(({ id, channelId, connectionId, scanId, content }) => {
          const notice = digestNotice(content, connectionId, scanId, this.clock.now());
          return { ...noticeRow(channels.get(channelId)!, messageOf(id), notice), connectionId };
        }),
        this.clock.now(),
        tx,
      );
    });
  }

  /** Tells one channel something, at once. @returns its delivery */
  async add(channel: Channel, notice: AlertNotice): Promise<Delivery> {
    const messageId = messageOf(uuidv7());
    await layDown([noticeRow(channel, messageId, notice)], this.clock.now(), this.database, true);
    const [row] = await this.database.query<Delivery>(
      `select ${COLUMNS} from alert_delivery where channel_id = $1 and message_id = $2`,
      [channel.id, messageId],
    );
    return row!;
  }

  /** Tells something to all that are told anything, but one. */
  async announce(exceptId: string, notice: AlertNotice): Promise<void> {
    const channels = (await composing(this.database)).filter(({ id, state }) => id !== exceptId && state === 'active');
    const messageId = messageOf(uuidv7());
    await layDown(
      channels.map((channel) => noticeRow(channel, messageId, notice)),
      this.clock.now(),
      this.database,
    );
  }

  /** Those that are due for longest. @param holder names this process */
  claim(holder: string, room: Room = USUAL_ROOM): Promise<ClaimedDelivery[]> {
    return claimDue(holder, room, this.clock.now(), this.database);
  }

  /**
   * Keeps how an attempt went and what follows, and whether its channel works.
   * @param went what went together @param sent what came of each of it
   * @returns null when another process has taken all of it over: what it says counts
   */
  settle(
    holder: string,
    channelId: string,
    went: readonly Settled[],
    sent: readonly Pick<Sent, 'verdict'>[],
  ): Promise<Counted | null> {
    return this.#settlements.keep(
      holder,
      channelId,
      went,
      sent.map(({ verdict }) => verdict),
    );
  }

  /** Puts back what this process holds and has not tried. */
  async release(ids: readonly string[], holder: string): Promise<void> {
    await this.database.query(
      'update alert_delivery set lease_until = null, holder = null where id = any($1::uuid[]) and holder = $2',
      [ids, holder],
    );
  }

  /** Nobody is told there any more: what waits is skipped. @returns false when that is so already */
  async suspend(channelId: string, state: 'disabled' | 'misconfigured', why: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const rows = await tx.execute(
        `update alert_channel set state = $2, state_why = $3, updated_at = $4, version = version + 1
         where id = $1 and state = 'active'`,
        [channelId, state, storableText(why), now],
      );
      await tx.query(
        `update alert_delivery set state = 'skipped', ended_at = $2, lease_until = null, holder = null
         where channel_id = $1 and state = 'pending'`,
        [channelId, now],
      );
      return rows > 0;
    });
  }

  /** Tries it no more, if it has not ended. @throws {DomainError} `delivery.not_found` */
  async giveUp(channelId: string, id: string): Promise<Delivery> {
    await this.database.query(
      `update alert_delivery set state = 'failed', ended_at = $2, lease_until = null, holder = null
       where id = $1 and state = 'pending'`,
      [id, this.clock.now()],
    );
    return this.get(channelId, id);
  }

  /** Sends it again, as it was, with its attempts beginning anew. @throws {DomainError} `delivery.not_found`, `delivery.pending` */
  async resend(channelId: string, id: string): Promise<Delivery> {
    const before = await this.get(channelId, id);
    const rows = await this.database.execute(
      `update alert_delivery set state = 'pending', attempts = 0, due_at = $2, ended_at = null, is_replay = true
       where id = $1 and state <> 'pending'`,
      [id, this.clock.now()],
    );
    if (rows === 0)
      throw new DomainError('delivery.pending', 'conflict', `Delivery ${before.id} is on its way already.`, {
        field: 'id',
        remedy: 'Wait until it has ended.',
      });
    await this.database.query('delete from alert_attempt where delivery_id = $1', [id]);
    return this.get(channelId, id);
  }

  /** Sends again what failed or was skipped, the oldest first. @param since when it was first to be told @returns how many */
  async recover(channelId: string, since: Date, until: Date): Promise<number> {
    return this.database.transaction((tx) => recoverDeliveries(channelId, since, until, this.clock.now(), tx));
  }

  /** @throws {DomainError} `delivery.not_found` */
  async get(channelId: string, id: string): Promise<Delivery> {
    const [row] =
      isUuid(id) && isUuid(channelId)
        ? await this.database.query<Delivery>(
            `select ${COLUMNS} from alert_delivery where id = $1 and channel_id = $2`,
            [id, channelId],
          )
        : [];
    if (row === undefined)
      throw new DomainError('delivery.not_found', 'not_found', `There is no delivery ${id} of that channel.`, {
        field: 'id',
        remedy: 'List the deliveries of the channel to see their ids.',
      });
    return row;
  }

  /** Of a connection whose findings are gone: what was told of them goes, too, also what is on its way. */
  async forget(connectionId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      // Whoever spreads just now read their history before it went.
      await tx.query('select position from alert_cursor for update');
      await tx.query('delete from alert_delivery where connection_id = $1', [connectionId]);
      await this.digests.forget(connectionId, tx);
    });
  }

  /** Deletes what ended before the retention. @returns how many */
  purge(signal?: AbortSignal): Promise<number> {
    return purgeDeliveries(this.database, this.clock.now(), signal);
  }

  /** Newest first. @param before id of the last one shown */
  async list(
    channelId: string,
    states: readonly DeliveryState[],
    limit: number,
    before: string | null,
  ): Promise<Delivery[]> {
    return this.database.query<Delivery>(
      `select ${COLUMNS} from alert_delivery
       where channel_id = $1 and (cardinality($2::text[]) = 0 or state = any($2::text[])) and ($3::uuid is null or id < $3)
       order by id desc limit $4`,
      [channelId, states, before, limit],
    );
  }

  /** In order. */
  async attempts(id: string): Promise<Attempt[]> {
    return this.database.query<Attempt>(
      'select number, at, ms, status, error, answer, address from alert_attempt where delivery_id = $1 order by number',
      [id],
    );
  }
}
