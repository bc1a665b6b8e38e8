import { DomainError } from '@posture/domain';
import type { Actor } from '@posture/domain';
import type { Filter } from '../filter/filter';

/** Why a finding may stand. */
export const EXCEPTION_KINDS = ['false_positive', 'risk_accepted', 'compensating_control', 'duplicate'] as const;
/** One of `EXCEPTION_KINDS`. */
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

/** active: findings in its scope are suppressed; expired: its time is over; revoked: by people, before that. */
export const EXCEPTION_STATES = ['active', 'expired', 'revoked'] as const;
/** One of `EXCEPTION_STATES`. */
export type ExceptionState = (typeof EXCEPTION_STATES)[number];

/** What it is about: one finding, or, now and later, whatever a rule says of a subject or a filter means of a connection. */
export type ExceptionScope =
  | { readonly type: 'finding'; readonly findingId: string }
  | {
      readonly type: 'rule_subject';
      readonly connectionId: string;
      readonly rule: string;
      /** Key of the subject. */
      readonly subject: string;
    }
  | { readonly type: 'filter'; readonly connectionId: string; readonly filter: Filter };

/** What people decided about findings, why, and until when. */
export interface Exception {
  readonly id: string;
  readonly kind: ExceptionKind;
  readonly reason: string;
  readonly scope: ExceptionScope;
  readonly connectionId: string;
  readonly state: ExceptionState;
  readonly requestedBy: Actor;
  /** Who had the right to decide it; null: it is so short that whoever works on findings may. */
  readonly approvedBy: Actor | null;
  readonly createdAt: Date;
  /** null: it has no end. */
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: Actor | null;
  readonly version: number;
  /** How many findings are suppressed under it. */
  readonly findings: number;
}

/** What somebody decides, before it is looked at. */
export interface ExceptionTerms {
  readonly kind: ExceptionKind;
  readonly reason: string;
  readonly expiresAt: Date | null;
}

/** Who decides it. */
export interface Decider {
  readonly actor: Actor;
  /** Whether they may decide for longer than a month. */
  readonly approves: boolean;
}

const DAY_MS = 86_400_000;
const REASON_LENGTH = 10;
const LONGEST_DAYS = 365;
/** Up to that, whoever works on findings decides alone. */
export const UNAPPROVED_DAYS = 30;
const NEEDS_END: readonly ExceptionKind[] = ['risk_accepted', 'compensating_control'];

/** Kinds of `ExceptionScope`. */
export const EXCEPTION_SCOPES = [
  'finding',
  'rule_subject',
  'filter',
] as const satisfies readonly ExceptionScope['type'][];

/** Who decides it, and about how much. */
interface Weight {
  /** Whether they may decide for long, and about whatever a filter means. */
  readonly approves: boolean;
  /** Whether it is about whatever a filter means, and not about what was named. */
  readonly isWide: boolean;
}

/**
 * Whether it may be decided so, and by whoever asks.
 * @throws {DomainError} `exception.reason_short`, `exception.expiry_missing`, `exception.expiry_invalid`, `exception.approval_needed`
 */
export function checkTerms({ kind, reason, expiresAt }: ExceptionTerms, { approves, isWide }: Weight, now: Date): void {
  if (reason.trim().length < REASON_LENGTH)
    throw new DomainError('exception.reason_short', 'invalid', 'The reason says too little.', {
      field: 'reason',
      remedy: `Say in ${REASON_LENGTH} characters or more why the risk may stand.`,
    });
  if (expiresAt === null && NEEDS_END.includes(kind))
    throw new DomainError('exception.expiry_missing', 'invalid', `An exception of kind ${kind} has an end.`, {
      field: 'expiresAt',
      remedy: `Say until when, at most ${LONGEST_DAYS} days from now.`,
    });
  const ms = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - now.getTime();
  if (expiresAt !== null && (ms <= 0 || ms > LONGEST_DAYS * DAY_MS))
    throw new DomainError('exception.expiry_invalid', 'invalid', 'It would end before it begins, or too late.', {
      field: 'expiresAt',
      remedy: `Take an instant within the next ${LONGEST_DAYS} days.`,
    });
  if (!approves && isWide)
    throw new DomainError('exception.approval_needed', 'forbidden', 'It is to cover more than that key may decide.', {
      field: 'filter',
      remedy: 'Name the findings, or one rule and subject; or ask somebody who may approve exceptions.',
    });
  if (!approves && ms > UNAPPROVED_DAYS * DAY_MS)
    throw new DomainError('exception.approval_needed', 'forbidden', 'It is to stand for too long for that key.', {
      field: 'expiresAt',
      remedy: `Let it end within ${UNAPPROVED_DAYS} days, or ask somebody who may approve exceptions.`,
    });
}
