import { DomainError } from '@posture/domain';
import type { Actor } from '@posture/domain';
import { uuidv7 } from '@posture/platform';
import type { Clock, Database, Queryable } from '@posture/platform';
import type { AlertNotice } from '../alert';
import { wantsNotice } from '../channel/channel';
import { composing, layDown, messageOf, noticeRow } from '../delivery/new-deliveries';
import type { NewDelivery } from '../delivery/new-deliveries';
import type { DueMail, NewNotice, Notice, NoticeMail } from './notice';

const COLUMNS = `n.id, n.type, n.connection_id as "connectionId", n.run_id as "runId", n.title, n.text,
  n.next_step as "nextStep", n.data, n.count, n.created_at as "createdAt", n.last_at as "lastAt",
  n.recovered_at as "recoveredAt", n.acknowledged_at as "acknowledgedAt", n.acknowledged_by as "acknowledgedBy"`;
const MAIL = `m.id, m.recipient, m.state, m.attempts, m.next_at as "nextAt", m.sent_at as "sentAt", m.error`;

const MINUTE_MS = 60_000;
/** After each attempt that failed; a day and a half in all, as mail servers do. */
const WAITS = [1, 5, 15, 60, 120, 240, 480, 960].map((minutes) => minutes * MINUTE_MS);
/** An attempt whose process died is made again after so long. */
const TRIED_FOR_MS = 2 * MINUTE_MS;
/** Notices are listed so long. */
const KEPT_MS = 400 * 24 * 60 * MINUTE_MS;

/** How mail goes. */
export interface MailHealth {
  readonly pending: number;
  /** Of the last mail that was tried; null: it was sent, or none was tried. */
  readonly error: string | null;
  readonly lastSentAt: Date | null;
}

/** Notices, told once over all processes, and what of them is on its way by mail. */
export class NoticeStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Tells it, unless it was told. While one that was told lasts, another run adds to its count.
   * @param recipients addresses it is mailed to
   * @param alert what channels that chose it are told; null: nothing
   * @returns whether it was told now
   */
  async raise(notice: NewNotice, recipients: readonly string[], alert: AlertNotice | null): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const isNew = await this.#insert(notice, recipients, alert, tx);
      if (isNew) return true;
      await tx.query(
        `update notice set count = count + 1, last_at = $3, run_id = $2, text = $4, data = $5
         where key = $1 and run_id is distinct from $2`,
        [notice.key, notice.runId, this.clock.now(), notice.text, JSON.stringify(notice.data)],
      );
      return false;
    });
  }

  /** Ends what lasted under a key, and tells that as `raise` does. @returns whether it lasted */
  async recover(
    key: string,
    over: NewNotice,
    recipients: readonly string[],
    alert: AlertNotice | null,
  ): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const ended = await tx.query(
        'update notice set recovered_at = $2, key = null where key = $1 and recovered_at is null returning id',
        [key, this.clock.now()],
      );
      if (ended.length > 0) await this.#insert(over, recipients, alert, tx);
      return ended.length > 0;
    });
  }

  /** Newest first. @param connections null: of all, and what is of none */
  async list(
    { connections, open }: { readonly connections: readonly string[] | null; readonly open: boolean },
    limit: number,
    before: string | null,
  ): Promise<Notice[]> {
    return this.database.query<Notice>(
      `select ${COLUMNS} from notice n
       where ($1::jsonb is null or $1::jsonb ? connection_id::text)
         and (not $2 or acknowledged_at is null and recovered_at is null) and ($3::uuid is null or id < $3)
       order by id desc limit $4`,
      [connections === null ? null : JSON.stringify(connections), open, before, limit],
    );
  }

  /** @throws {DomainError} `notice.not_found`, also of connections that are not seen */
  async get(id: string, connections: readonly string[] | null): Promise<Notice> {
    const [notice] = await this.database.query<Notice>(`select ${COLUMNS} from notice n where id::text = $1`, [id]);
    if (notice === undefined || !isSeen(notice, connections))
      throw new DomainError('notice.not_found', 'not_found', `There is no notice ${id}.`, { field: 'id' });
    return notice;
  }

  /** Said once; who says it again changes nothing. @throws as `get` */
  async acknowledge(id: string, by: Actor, connections: readonly string[] | null): Promise<Notice> {
    await this.get(id, connections);
    await this.database.query(
      'update notice set acknowledged_at = $2, acknowledged_by = $3 where id = $1 and acknowledged_at is null',
      [id, this.clock.now(), JSON.stringify(by)],
    );
    return this.get(id, connections);
  }

  async mailsOf(noticeId: string): Promise<NoticeMail[]> {
    return this.database.query<NoticeMail>(
      `select ${MAIL} from notice_mail m where notice_id = $1 order by recipient`,
      [noticeId],
    );
  }

  /** Takes a mail that is due, so that nobody else tries it meanwhile; null when none is. */
  async takeMail(): Promise<DueMail | null> {
    const now = this.clock.now();
    const [mail] = await this.database.query<NoticeMail & { noticeId: string }>(
      `update notice_mail m set attempts = attempts + 1, next_at = $2 where id = (
         select id from notice_mail where state = 'pending' and next_at <= $1
         order by next_at, id limit 1 for update skip locked)
       returning ${MAIL}, m.notice_id as "noticeId"`,
      [now, new Date(now.getTime() + TRIED_FOR_MS)],
    );
    if (mail === undefined) return null;
    const { noticeId, ...taken } = mail;
    return { ...taken, notice: await this.get(noticeId, null) };
  }

  async sent(id: string): Promise<void> {
    await this.database.query(`update notice_mail set state = 'sent', sent_at = $2, error = null where id = $1`, [
      id,
      this.clock.now(),
    ]);
  }

  /** @param isForGood it is not tried again */
  async notSent(
    { id, attempts }: Pick<NoticeMail, 'id' | 'attempts'>,
    error: string,
    isForGood: boolean,
  ): Promise<void> {
    const wait = WAITS[attempts - 1];
    const isOver = isForGood || wait === undefined;
    await this.database.query('update notice_mail set state = $2, error = $3, next_at = $4 where id = $1', [
      id,
      isOver ? 'failed' : 'pending',
      error,
      new Date(this.clock.now().getTime() + (wait ?? 0)),
    ]);
  }

  async mailHealth(): Promise<MailHealth> {
    const [health] = await this.database.query<MailHealth>(
      `select count(*) filter (where state = 'pending')::int as pending, max(sent_at) as "lastSentAt",
         (select error from notice_mail where attempts > 0 order by coalesce(sent_at, next_at) desc limit 1) as error
       from notice_mail`,
    );
    return health!;
  }

  /** Of a connection that is purged. */
  async forget(connectionId: string): Promise<void> {
    await this.database.query('delete from notice where connection_id = $1', [connectionId]);
  }

  /** Deletes what is older than what is listed. @returns how many */
  async purge(): Promise<number> {
    return this.database.execute('delete from notice where last_at < $1', [
      new Date(this.clock.now().getTime() - KEPT_MS),
    ]);
  }

  async #insert(
    notice: NewNotice,
    recipients: readonly string[],
    alert: AlertNotice | null,
    tx: Queryable,
  ): Promise<boolean> {
    const now = this.clock.now();
    const [made] = await tx.query<{ id: string }>(
      `insert into notice (id, key, type, connection_id, run_id, title, text, next_step, data, created_at, last_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) on conflict (key) do nothing returning id`,
      [
        uuidv7(),
        notice.key,
        notice.type,
        notice.connectionId,
        notice.runId,
        notice.title,
        notice.text,
        notice.nextStep,
        JSON.stringify(notice.data),
        now,
      ],
    );
    if (made === undefined) return false;
    for (const recipient of new Set(recipients))
      await tx.query(
        `insert into notice_mail (id, notice_id, recipient, state, next_at) values ($1, $2, $3, 'pending', $4)`,
        [uuidv7(), made.id, recipient, now],
      );
    if (alert !== null) await layDown(await this.#toldTo(alert, made.id, tx), now, tx);
    return true;
  }

  /** The notice's id is the message's: once to each channel. */
  async #toldTo(alert: AlertNotice, noticeId: string, tx: Queryable): Promise<NewDelivery[]> {
    const channels = await composing(tx);
    return channels
      .filter(({ state, filter }) => state !== 'paused' && wantsNotice(filter, alert))
      .map((channel) => noticeRow(channel, messageOf(noticeId), alert));
  }
}

function isSeen({ connectionId }: Notice, connections: readonly string[] | null): boolean {
  return connections === null || (connectionId !== null && connections.includes(connectionId));
}
