import type { ConnectionScope } from '@posture/domain';
import { DomainError } from '@posture/domain';
import type { Clock, Database, Queryable, SecretBox } from '@posture/platform';
import { Secret, isUuid, uuidv7 } from '@posture/platform';
import { newSigningSecret } from '../sign';
import type { AlertFormat } from '../format/formats';
import type { Addressee, Given } from '../kind/channel-kind';
import { kindOf } from '../kind/kinds';
import type { ChannelKindName } from '../kind/kinds';
import { isToldWithin } from './channel';
import type { Channel, ChannelFilter, SettableState } from './channel';

/** A receiver as an operator set it up; its address has been checked. */
export interface NewChannel {
  readonly kind: ChannelKindName;
  readonly name: string;
  readonly url: URL;
  readonly format: AlertFormat;
  readonly settings: Given;
  readonly credential: Given;
  readonly filter: ChannelFilter;
  readonly includesEvidence: boolean;
}

/** What is undefined stays as it is. */
export type ChannelChange = Partial<Omit<NewChannel, 'kind'> & { readonly state: SettableState }>;

/** A channel as it delivers: with what it is secured by. */
export interface OpenChannel {
  readonly channel: Channel;
  readonly addressee: Addressee;
}

/** How long after a new secret the one before is signed with too: receivers take it over meanwhile. */
const OVERLAP_MS = 24 * 3_600_000;

const COLUMNS = `id, version, kind, name, url, format, settings, filter, includes_evidence as "includesEvidence", state, state_why as "stateWhy",
  failing_since as "failingSince", created_at as "createdAt", updated_at as "updatedAt"`;

/** Keeps channels. Secrets and addresses are sealed for their channel. */
export class ChannelStore {
  readonly #opening = new Map<string, Promise<OpenChannel>>();

  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /**
   * Told of what happens from now on.
   * @param id one that is there already under this id is the answer
   * @returns the channel, and the secret its alerts are signed with, shown this once; null: they are not signed
   */
  async create(given: NewChannel, id = uuidv7()): Promise<{ channel: Channel; secret: Secret | null }> {
    const { kind, name, url, format, settings, credential, filter, includesEvidence } = given;
    const now = this.clock.now();
    const secret = kindOf(kind).isSigned === true ? newSigningSecret() : null;
    await this.database.query(
      `insert into alert_channel (id, kind, name, url, format, settings, filter, includes_evidence, state, secret_sealed,
         credential_sealed, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9, $10, $11, $11)
       on conflict (id) do nothing`,
      [
        ...[id, kind, name, shownUrl(kind, url), format, JSON.stringify(settings), JSON.stringify(filter)],
        includesEvidence,
        secret === null ? null : this.secrets.seal(secret, recordOf(id)),
        this.#sealed(id, { url: url.href, credential }),
        now,
      ],
    );
    const { channel, addressee } = await this.open(id);
    return { channel, secret: addressee.signing[0] ?? null };
  }

  /** null when there is none. */
  async find(id: string, tx: Queryable = this.database): Promise<Channel | null> {
    if (!isUuid(id)) return null;
    return (await tx.query<Channel>(`select ${COLUMNS} from alert_channel where id = $1`, [id]))[0] ?? null;
  }

  /** @throws {DomainError} `channel.not_found` */
  async get(id: string, tx: Queryable = this.database): Promise<Channel> {
    const channel = await this.find(id, tx);
    if (channel === null) throw notFound(id);
    return channel;
  }

  /** Oldest first. */
  async list(tx: Queryable = this.database): Promise<Channel[]> {
    return tx.query<Channel>(`select ${COLUMNS} from alert_channel order by id`);
  }

  /** Those that are told of nothing but what the scope shows, oldest first. */
  async listWithin(sees: ConnectionScope): Promise<Channel[]> {
    return (await this.list()).filter(({ filter }) => isToldWithin(filter, sees));
  }

  /**
   * One that was disabled or paused goes on from now when it is made active.
   * @param expected the version the change was made of
   * @throws {DomainError} `channel.not_found`, `channel.stale`
   */
  async update(id: string, change: ChannelChange, expected: number): Promise<Channel> {
    const { name, url, format, settings, credential, filter, includesEvidence, state } = change;
    return this.database.transaction(async (tx) => {
      const { kind } = await this.#expect(id, expected, tx);
      const isSealedAnew = url !== undefined || credential !== undefined;
      const before = isSealedAnew ? await this.#opened(id, tx) : null;
      await tx.query(
        `update alert_channel set name = coalesce($2, name), url = coalesce($3, url), filter = coalesce($4, filter),
           includes_evidence = coalesce($5, includes_evidence), format = coalesce($8, format),
           settings = coalesce($9, settings), credential_sealed = coalesce($10, credential_sealed),
           state = coalesce($6, state),
           state_why = case when $6::text is null then state_why end,
           failing_since = case when $6::text is null then failing_since end,
           failures = case when $6::text is null then failures else 0 end,
           refusals = case when $6::text is null then refusals else 0 end,
           updated_at = $7, version = version + 1
         where id = $1`,
        [
          id,
          name ?? null,
          url === undefined ? null : shownUrl(kind, url),
          filter === undefined ? null : JSON.stringify(filter),
          includesEvidence ?? null,
          state ?? null,
          this.clock.now(),
          format ?? null,
          settings === undefined ? null : JSON.stringify(settings),
          before === null
            ? null
            : this.#sealed(id, {
                url: url?.href ?? before.url,
                credential: { ...before.credential, ...credential },
              }),
        ],
      );
      return this.get(id, tx);
    });
  }

  /**
   * Another secret in place of the one it has, which is signed with beside it for a day.
   * @param rotationId done again under it, there is another secret, and what is signed with beside it stays what it was
   * @returns it, shown this once
   * @throws {DomainError} `channel.not_found`, `channel.not_signed`
   */
  async rotate(id: string, rotationId = uuidv7()): Promise<Secret> {
    const { kind } = await this.get(id);
    if (kindOf(kind).isSigned !== true)
      throw new DomainError('channel.not_signed', 'conflict', `Alerts to a channel of kind ${kind} are not signed.`, {
        field: 'id',
        remedy: 'Change its credential instead.',
      });
    const secret = newSigningSecret();
    const now = this.clock.now();
    await this.database.query(
      `update alert_channel set former_sealed = case when rotation_id = $5 then former_sealed else secret_sealed end,
         former_until = $3, secret_sealed = $2, rotation_id = $5, updated_at = $4, version = version + 1
       where id = $1`,
      [id, this.secrets.seal(secret, recordOf(id)), new Date(now.getTime() + OVERLAP_MS), now, rotationId],
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

  /** What it takes to deliver, asked once for all who ask at once. @throws {DomainError} `channel.not_found`, `secret.unreadable` */
  open(id: string): Promise<OpenChannel> {
    const opening = this.#opening.get(id) ?? this.#open(id).finally(() => this.#opening.delete(id));
    this.#opening.set(id, opening);
    return opening;
  }

  async #open(id: string): Promise<OpenChannel> {
    const { channel, url, credential, signing } = await this.#opened(id, this.database);
    return { channel, addressee: { id, url: new URL(url), settings: channel.settings, credential, signing } };
  }

  async #opened(id: string, tx: Queryable): Promise<Opened> {
    const [row] = isUuid(id)
      ? await tx.query<Channel & SealedRow>(
          `select ${COLUMNS}, secret_sealed as secret, credential_sealed as credential,
             case when former_until > $2 then former_sealed end as former
           from alert_channel where id = $1`,
          [id, this.clock.now()],
        )
      : [];
    if (row === undefined) throw notFound(id);
    const { secret, credential, former, ...channel } = row;
    const unsealed = (text: string): Secret => this.secrets.unseal(text, recordOf(id));
    const kept =
      credential === null ? { url: row.url, credential: {} } : (JSON.parse(unsealed(credential).reveal()) as Kept);
    return { ...kept, channel, signing: [secret, former].flatMap((text) => (text === null ? [] : [unsealed(text)])) };
  }

  #sealed(id: string, kept: Kept): string {
    return this.secrets.seal(new Secret(JSON.stringify(kept)), recordOf(id));
  }

  /** Holds the row until the transaction ends. */
  async #expect(id: string, expected: number, tx: Queryable): Promise<Channel> {
    if (isUuid(id)) await tx.query('select 1 from alert_channel where id = $1 for update', [id]);
    const channel = await this.get(id, tx);
    const { name, version } = channel;
    if (version === expected) return channel;
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

/** What is kept sealed of a channel beside what it signs with. */
interface Kept {
  /** The whole address. */
  readonly url: string;
  readonly credential: Given;
}

interface Opened extends Kept {
  readonly channel: Channel;
  readonly signing: readonly Secret[];
}

interface SealedRow {
  readonly secret: string | null;
  readonly former: string | null;
  /** null: made before channels had one. */
  readonly credential: string | null;
}

function shownUrl(kind: ChannelKindName, url: URL): string {
  return kindOf(kind).isUrlSecret === true ? `${url.origin}/…` : url.href;
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
