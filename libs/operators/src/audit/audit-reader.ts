import { DomainError } from '@posture/domain';
import type { ConnectionScope, JsonObject } from '@posture/domain';
import type { Database, SecretBox } from '@posture/platform';
import type { AskedChange, AuditEvent, AuditOutcome, AuditTarget, ChangeEnd } from './audit-event';
import type { Head, Link } from './chain';
import { ChainCheck } from './chain-check';
import type { ChainBreak } from './chain-check';
import { isSealed, readChain } from './chain-end';

/** Which changes are listed; every condition given must hold. */
export interface AuditFilter {
  /** Only what this actor asked; left out: what anybody did. */
  readonly own?: string;
  /** Only what was about these connections, or was asked by `asker`; null or left out: everything. */
  readonly sees?: ConnectionScope;
  readonly asker?: string;
  /** Id of who asked. */
  readonly actor?: string;
  readonly action?: string;
  /** Id of what it was about. */
  readonly target?: string;
  readonly connectionId?: string;
  readonly outcomes?: readonly AuditOutcome[];
  readonly from?: Date;
  readonly to?: Date;
}

/** What following the whole chain gave. */
export interface AuditProof {
  readonly isIntact: boolean;
  readonly checked: number;
  readonly firstSeq: number;
  /** To be kept elsewhere: what is told to `verify` later must still be so. */
  readonly head: Head;
  /** How many there are, and the first hundred. */
  readonly faults: number;
  readonly breaks: readonly ChainBreak[];
}

const PAGE = 1_000;

/** Reads what people changed, and proves that it is what was written. */
export class AuditReader {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
  ) {}

  /** Newest first. @param before seq of the last one of the page before; null for the first page */
  async list(filter: AuditFilter, limit: number, before: number | null): Promise<AuditEvent[]> {
    const { own, sees, asker, actor, action, target, connectionId, outcomes, from, to } = filter;
    const rows = await this.database.query<EventRow>(
      `select a.seq, a.at, a.hash, a.content, e.content as "end", e.at as "endedAt"
       from audit_event a left join audit_event e on e.about = a.seq
       where a.about is null and ($1::bigint is null or a.seq < $1)
         and ($2::text is null or a.actor = $2) and ($3::text is null or a.action = $3)
         and ($4::text is null or $4 in (a.target, e.target))
         and ($5::text is null or $5 in (a.connection, e.connection))
         and ($6::text[] is null or coalesce(e.outcome, a.outcome) = any($6))
         and ($7::timestamptz is null or a.at >= $7) and ($8::timestamptz is null or a.at < $8)
         and ($10::text is null or a.actor = $10)
         and ($11::text[] is null or a.actor = $12 or coalesce(e.connection, a.connection) = any($11))
       order by a.seq desc limit $9`,
      [
        before,
        actor ?? null,
        action ?? null,
        target ?? null,
        connectionId ?? null,
        outcomes ?? null,
        from ?? null,
        to ?? null,
        limit,
        own ?? null,
        sees ?? null,
        asker ?? null,
      ],
    );
    return rows.map(eventOf);
  }

  /**
   * Follows the chain from the first row that is kept to its end.
   * @param told an end somebody was told before: it must still be part of the chain
   * @throws {DomainError} `audit_head.too_old` when the rows up to it are gone by retention
   */
  async verify(told: Head | null = null): Promise<AuditProof> {
    const end = await readChain(this.database);
    if (told !== null && told.seq < end.firstSeq) throw tooOld(told, end.firstSeq);
    const check = new ChainCheck(end.firstSeq, end.firstPrevHash, told);
    for (let page: readonly Link[]; ;) {
      page = await this.#links(check.lastSeq, end.seq);
      page.forEach((link) => check.take(link));
      if (page.length < PAGE) break;
    }
    check.end(end, isSealed(end, this.secrets));
    const { seq, hash, firstSeq } = end;
    const { checked, faults, breaks } = check;
    return { isIntact: faults === 0, checked, firstSeq, head: { seq, hash }, faults, breaks };
  }

  async #links(after: number, upTo: number): Promise<Link[]> {
    const rows = await this.database.query<Omit<Link, 'seq'> & { seq: string }>(
      `select seq, at, content, salt, digest, prev_hash as "prevHash", hash from audit_event
       where seq > $1 and seq <= $2 order by seq limit ${PAGE}`,
      [after, upTo],
    );
    return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  }
}

interface EventRow {
  readonly seq: string;
  readonly at: Date;
  readonly hash: string;
  readonly content: JsonObject;
  readonly end: JsonObject | null;
  readonly endedAt: Date | null;
}

function eventOf({ seq, at, hash, content, end, endedAt }: EventRow): AuditEvent {
  const asked = content as unknown as AskedChange & { outcome: AuditOutcome; code?: string };
  const ended = end as unknown as ChangeEnd | null;
  const target: AuditTarget = ended?.target ?? asked.target;
  return {
    ...asked,
    seq: Number(seq),
    at,
    hash,
    target,
    connectionId: ended?.connectionId ?? asked.connectionId,
    outcome: ended?.outcome ?? asked.outcome,
    code: ended?.code ?? asked.code ?? null,
    endedAt: endedAt ?? (asked.outcome === 'refused' ? at : null),
  };
}

function tooOld({ seq }: Head, firstSeq: number): DomainError {
  return new DomainError(
    'audit_head.too_old',
    'not_found',
    `Rows up to ${seq} are gone by retention; the first that is kept is ${firstSeq}.`,
    { field: 'seq', remedy: 'Give a newer end that you were told, or none.' },
  );
}
