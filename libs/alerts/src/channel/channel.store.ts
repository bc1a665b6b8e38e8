import { DomainError } from '@posture/domain';
import type { Clock, Database, Queryable, Secret, SecretBox } from '@posture/platform';
import { isUuid, uuidv7 } from '@posture/platform';
import { newSigningSecret } from '../sign';
import type { Channel, ChannelFilter, ChannelState } from './channel';

/** A receiver as an operator set it up; its address has been checked. */
export interface NewChannel {
  readonly name: string;
  readonly url: URL;
  readonly filter: ChannelFilter;
  readonly includesEvidence: boolean;
}

/** What is undefined stays as it is. `disabled` is nobody's wish: receivers and failures make it so. */
export type ChannelChange = Partial<NewChannel & { readonly state: Exclude<ChannelState, 'disabled'> }>;

/** A channel as it delivers: with what it signs by. */
export interface OpenChannel {
  readonly channel: Channel;
  /** The newest first. */
  readonly secrets: readonly Secret[];
}

/** How long after a new secret the one before is signed with too: receivers take it over meanwhile. */
const OVERLAP_MS = 24 * 3_600_000;

const COLUMNS = `id, version, name, url, filter, includes_evidence as "includesEvidence", state, state_why as "stateWhy",
  failing_since as "failingSince", created_at as "createdAt", updated_at as "updatedAt"`;

/** Keeps channels. Secrets and addresses are sealed for their channel. */
export class ChannelStore {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** Told of what happens from now on. @returns the channel, and the secret its alerts are signed with, shown this once */
  async create({ name, url, filter, includesEvidence }: NewChannel): Promise<{ channel: Channel; secret: Secret }> {
    const id = uuidv7();
    const now = this.clock.now();
    const secret = newSigningSecret();
    await this.database.query(
      `insert into alert_channel (id, name, url, filter, includes_evidence, state, secret_sealed, created_at, updated_at)
       values ($1, $2, $3, $4, $5, 'active', $6, $7, $7)`,
      [id, name, url.href, JSON.stringify(filter), includesEvidence, this.secrets.seal(secret, recordOf(id)), now],
    );
    return { channel: await this.get(id), secret };
  }

  /** @throws {DomainError} `channel.not_found` */
  async get(id: string, tx: Queryable = this.database): Promise<Channel> {
    const [row] = isUuid(id) ? await tx.query<Channel>(`select ${COLUMNS} from alert_channel where id = $1`, [id]) : [];
    if (row === undefined) throw notFound(id);
    return row;
  }

  /** Oldest first. */
  async list(tx: Queryable = this.database): Promise<Channel[]> {
    return tx.query<Channel>(`select ${COLUMNS} from alert_channel order by id`);
  }

  /**
   * One that was disabled or paused goes on from now when it is made active.
   * @param expected the version the change was made of
   * @throws {DomainError} `channel.not_found`, `channel.stale`
   */
  async update(id: string, change: ChannelChange, expected: number): Promise<Channel> {
    const { name, url, filter, includesEvidence, state } = change;
    return this.database.transaction(async (tx) => {
      await this.#expect(id, expected, tx);
      await tx.query(
        `update alert_channel set name = coalesce($2, name), url = coalesce($3, url), filter = coalesce($4, filter),
           includes_evidence = coalesce($5, includes_evidence), state = coalesce($6, state),
           state_why = case when $6::text is null then state_why end,
           failing_since = case when $6::text is null then failing_since end, updated_at = $7, version = version + 1
         where id = $1`,
        [
          id,
          name ?? null,
          url?.href ?? null,
          filter === undefined ? null : JSON.stringify(filter),
          includesEvidence ?? null,
          state ?? null,
          this.clock.now(),
        ],
      );
      return this.get(id, tx);
    });
  }

  /** Another secret in place of the one it has, which is signed with beside it for a day. @returns it, shown this once */
  async rotate(id: string): Promise<Secret> {
    await this.get(id);
    const secret = newSigningSecret();
    const now = this.clock.now();
    await this.database.query(
      `update alert_channel set former_sealed = secret_sealed, former_until = $3, secret_sealed = $2, updated_at = $4,
         version = version + 1
       where id = $1`,
      [id, this.secrets.seal(secret, recordOf(id)), new Date(now.getTime() + OVERLAP_MS), now],
    );
    return secret;
  }

  /** With its deliveries. @param expected the version that is meant @throws {DomainError} `channel.not_found`, `channel.stale` */
  async delete(id: string, expected: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.#expect(id, expected, tx);
      await tx.query('delete from alert_channel where id = $1', [id]);
    });
  }

  /** What it takes to deliver. @throws {DomainError} `channel.not_found`, `secret.unreadable` */
  async open(id: string): Promise<OpenChannel> {
    const channel = await this.get(id);
    const [row] = await this.database.query<{ sealed: string; former: string | null }>(
      `select secret_sealed as sealed, case when former_until > $2 then former_sealed end as former
       from alert_channel where id = $1`,
      [id, this.clock.now()],
    );
    if (row === undefined) throw notFound(id);
    const sealed = [row.sealed, ...(row.former === null ? [] : [row.former])];
    return { channel, secrets: sealed.map((each) => this.secrets.unseal(each, recordOf(id))) };
  }

  /** Holds the row until the transaction ends. */
  async #expect(id: string, expected: number, tx: Queryable): Promise<void> {
    if (isUuid(id)) await tx.query('select 1 from alert_channel where id = $1 for update', [id]);
    const { name, version } = await this.get(id, tx);
    if (version === expected) return;
    throw new DomainError(
      'channel.stale',
      'stale',
      `Channel ${name} was changed meanwhile: it is at version ${version}.`,
      {
        field: 'If-Match',
        remedy: 'Read it again, look at what has changed, and send the change with its new ETag.',
        details: { version },
      },
    );
  }
}

function recordOf(id: string): string {
  return `channel:${id}`;
}

function notFound(id: string): DomainError {
  return new DomainError('channel.not_found', 'not_found', `There is no channel ${id}.`, {
    field: 'id',
    remedy: 'List the channels to see their ids.',
  });
}
