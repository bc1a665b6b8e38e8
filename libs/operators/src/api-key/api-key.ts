import type { Actor, ConnectionScope } from '@posture/domain';
import type { Secret } from '@posture/platform';
import type { OperatorRole } from '../principal';

/** `orphaned`: whoever made it, or made that one, is revoked. `expiring`: in the next 14 days. */
export const KEY_STATES = ['active', 'expiring', 'expired', 'revoked', 'orphaned'] as const;
/** One of `KEY_STATES`; it follows from the dates of a key and from whoever made it. */
export type KeyState = (typeof KEY_STATES)[number];

/** A key as people see it; its value is nobody's to see. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** As it was given; what counts is never more than what its maker's allows now. */
  readonly role: OperatorRole;
  readonly connections: ConnectionScope;
  readonly state: KeyState;
  readonly createdAt: Date;
  readonly createdBy: Actor;
  /** null: never. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** Until when the value before the last rotation is taken; null when there is none any more. */
  readonly formerUntil: Date | null;
  /** UTC day, `YYYY-MM-DD`; null before the first use. */
  readonly lastUsedOn: string | null;
  readonly lastUsedFrom: string | null;
  readonly version: number;
}

/** Who makes and changes keys, and how far he may go. */
export interface KeyMaker {
  readonly actor: Actor;
  readonly role: OperatorRole;
  readonly connections: ConnectionScope;
}

/** What a key is asked for with; what is left out has its default. */
export interface NewKey {
  readonly name: string;
  readonly role: OperatorRole;
  /** undefined: what its maker sees. */
  readonly connections?: ConnectionScope;
  /** 1 to 365; 90 unless said otherwise. */
  readonly expiresInDays?: number;
}

/** With its value, which is shown this once. */
export interface MadeKey {
  readonly key: ApiKey;
  readonly value: Secret;
}

/** How many days a key lives unless asked otherwise, at most, and how many before its end that is told. */
export const KEY_LIFE = { days: 90, mostDays: 365, toldDays: 14 } as const;
/** How long the value before is taken after a rotation. */
export const KEY_OVERLAP = { hours: 24, mostHours: 168 } as const;

const DAY_MS = 24 * 3_600_000;

/** @param isOrphaned whether one of those it was made by is revoked */
export function stateOf(
  { revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
  isOrphaned: boolean,
  now: Date,
): KeyState {
  if (revokedAt !== null) return 'revoked';
  if (isOrphaned) return 'orphaned';
  if (expiresAt === null) return 'active';
  if (expiresAt <= now) return 'expired';
  return expiresAt.getTime() - now.getTime() <= KEY_LIFE.toldDays * DAY_MS ? 'expiring' : 'active';
}

export function daysAfter(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS);
}
