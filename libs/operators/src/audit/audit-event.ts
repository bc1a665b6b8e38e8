import type { Actor, JsonObject } from '@posture/domain';

/**
 * How a change ended. `asked`: how is not known: it is under way, or whoever did it is gone. `refused`: nothing was
 * changed; `failed`: something may have been.
 */
export const AUDIT_OUTCOMES = ['asked', 'succeeded', 'refused', 'failed'] as const;
/** One of `AUDIT_OUTCOMES`. */
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** What a change is about, by the noun of the API; `id` null where it has none yet, or none. */
export interface AuditTarget {
  readonly type: string;
  readonly id: string | null;
  readonly name: string | null;
}

/** A change somebody asks for. Values of secrets are no part of it. */
export interface AskedChange {
  readonly actor: Actor;
  /** Where they asked from; null at the command line. */
  readonly address: string | null;
  readonly userAgent: string | null;
  /** `noun.verb`, such as `channel.create`. */
  readonly action: string;
  readonly target: AuditTarget;
  readonly connectionId: string | null;
  /** By name, what they gave. */
  readonly fields: JsonObject;
  readonly reason: string | null;
  readonly requestId: string | null;
}

/** How it ended. */
export interface ChangeEnd {
  readonly outcome: Exclude<AuditOutcome, 'asked'>;
  /** Of a problem; null when it went well. */
  readonly code: string | null;
  /** What it turned out to be about; left out: what was asked. */
  readonly target?: AuditTarget;
  readonly connectionId?: string | null;
}

/** A change with how it ended, as people read it. */
export interface AuditEvent extends AskedChange {
  /** Position in the chain of the row it was asked by. */
  readonly seq: number;
  readonly at: Date;
  readonly outcome: AuditOutcome;
  readonly code: string | null;
  /** null: it has not ended, or nobody wrote it down. */
  readonly endedAt: Date | null;
  /** Of its row in the chain. */
  readonly hash: string;
}

/** At least so long every row stays. @public for the suites */
export const AUDIT_RETENTION = { days: 400 } as const;
