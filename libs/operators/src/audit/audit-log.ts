import { DomainError } from '@posture/domain';
import type { Json, JsonObject } from '@posture/domain';
import type { Clock, Database, Logger, Queryable, SecretBox } from '@posture/platform';
import { storableText } from '@posture/platform';
import { AUDIT_RETENTION } from './audit-event';
import type { AskedChange, ChangeEnd } from './audit-event';
import { linkAfter } from './chain';
import { readChain, sealChain } from './chain-end';
import type { ChainEnd } from './chain-end';

const DAY_MS = 24 * 3_600_000;
const PURGE_BATCH = 5_000;

/**
 * Writes what people change, as a chain. A change is written down before it is made, and how it ended after: whoever dies in
 * between leaves a change that was asked for. One that cannot be written down is not made.
 */
export class AuditLog {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Before a change is made. @returns where it is written, for `ended` */
  async asked(change: AskedChange): Promise<number> {
    return this.#append({ ...told(change), outcome: 'asked' });
  }

  /** The change stands, however this goes: where it cannot be written, the log of the process says so. */
  async ended(about: number, { target, ...end }: ChangeEnd): Promise<void> {
    try {
      await this.#append({ about, ...end, ...(target === undefined ? {} : { target: { ...target } }) });
    } catch (error) {
      this.logger.error('audit.end_not_written', { seq: about, outcome: end.outcome, error });
    }
  }

  /** Somebody known asked for what he may not have. */
  async refused(change: AskedChange, code: string): Promise<void> {
    await this.#append({ ...told(change), outcome: 'refused', code });
  }

  /** Makes a change that is written down. @throws what `work` throws */
  async around<T>(change: AskedChange, work: () => Promise<T>): Promise<T> {
    const about = await this.asked(change);
    let result: T;
    try {
      result = await work();
    } catch (error) {
      await this.ended(about, endOf(error));
      throw error;
    }
    await this.ended(about, { outcome: 'succeeded', code: null });
    return result;
  }

  /** Takes the oldest rows away, whose retention is over. @returns how many */
  async purge(signal?: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - AUDIT_RETENTION.days * DAY_MS);
    for (let all = 0; ;) {
      signal?.throwIfAborted();
      const gone = await this.database.transaction((tx) => this.#purgeSome(before, tx));
      all += gone;
      if (gone < PURGE_BATCH) return all;
    }
  }

  async #purgeSome(before: Date, tx: Queryable): Promise<number> {
    const end = await readChain(tx, { hold: true });
    const [kept] = await tx.query<{ seq: string | null }>('select min(seq) as seq from audit_event where at >= $1', [
      before,
    ]);
    const upTo = Math.min(Number(kept?.seq ?? end.seq + 1), end.firstSeq + PURGE_BATCH) - 1;
    const [last] = await tx.query<{ hash: string }>('select hash from audit_event where seq = $1', [upTo]);
    if (last === undefined || upTo < end.firstSeq) return 0;
    await tx.query(`select set_config('posture.audit_retention', 'on', true)`);
    const gone = await tx.execute('delete from audit_event where seq <= $1', [upTo]);
    await this.#moveEnd({ ...end, firstSeq: upTo + 1, firstPrevHash: last.hash }, tx);
    return gone;
  }

  /** Under the one lock there is, so that processes side by side add to one chain. */
  async #append(content: JsonObject): Promise<number> {
    // As it will be read: what is hashed must be what is kept.
    const kept = storable(JSON.parse(JSON.stringify(content)) as JsonObject) as JsonObject;
    return this.database.transaction(async (tx) => {
      const end = await readChain(tx, { hold: true });
      const { seq, at, salt, digest, prevHash, hash } = linkAfter(end, this.clock.now(), kept);
      await tx.query(
        `insert into audit_event (seq, at, content, salt, digest, prev_hash, hash) values ($1, $2, $3, $4, $5, $6, $7)`,
        [seq, at, JSON.stringify(kept), salt, digest, prevHash, hash],
      );
      await this.#moveEnd({ ...end, seq, hash }, tx);
      return seq;
    });
  }

  async #moveEnd(end: Omit<ChainEnd, 'sealed'>, tx: Queryable): Promise<void> {
    await tx.query('update audit_chain set seq = $1, hash = $2, first_seq = $3, first_prev_hash = $4, sealed = $5', [
      end.seq,
      end.hash,
      end.firstSeq,
      end.firstPrevHash,
      sealChain(end, this.secrets),
    ]);
  }
}

/** How a change ended that threw: what was refused to whoever asked has changed nothing, all else may have. */
export function endOf(error: unknown): ChangeEnd {
  if (!(error instanceof DomainError)) return { outcome: 'failed', code: null };
  const isRefusal = !['internal', 'unavailable', 'upstream'].includes(error.kind);
  return { outcome: isRefusal ? 'refused' : 'failed', code: error.code };
}

/** Without what PostgreSQL cannot hold, also in names, which are somebody's as well. */
function storable(value: Json): Json {
  if (typeof value === 'string') return Buffer.from(storableText(value)).toString();
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [storable(name) as string, storable(inner)]));
}

function told({ actor, target, ...change }: AskedChange): JsonObject {
  return { ...change, actor: { ...actor }, target: { ...target } };
}
