import type { Actor, JsonObject } from '@posture/domain';

/** What the people who run the product are told; each by itself, and no second time while it lasts. */
export const NOTICE_TYPES = [
  'sync.failed',
  'sync.recovered',
  'sync.unfinished',
  'sync.not_started',
  'sync.stale',
  'sync.first_ready',
  'credential.expiring',
  'credential.expired',
  'log.late',
  'log.recovered',
  'connection.degraded',
  'connection.recovered',
] as const;
/** One of `NOTICE_TYPES`. */
export type NoticeType = (typeof NOTICE_TYPES)[number];

/** What is to be told. */
export interface NewNotice {
  /** Told once for each. One that lasts has it until it is over; then the next is told anew. */
  readonly key: string;
  readonly type: NoticeType;
  readonly connectionId: string;
  /** The run it is about; another one adds to the count. */
  readonly runId: string | null;
  /** One line. */
  readonly title: string;
  readonly text: string;
  readonly nextStep: string | null;
  readonly data: JsonObject;
}

/** Something an operator ought to know, as it is kept: told once, until somebody has seen it or it is over. */
export interface Notice extends Omit<NewNotice, 'key' | 'connectionId'> {
  readonly id: string;
  readonly connectionId: string | null;
  /** How often it happened while it lasted. */
  readonly count: number;
  readonly createdAt: Date;
  /** When it happened last. */
  readonly lastAt: Date;
  /** When it was over; null: it lasts, or is nothing that lasts. */
  readonly recoveredAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: Actor | null;
}

/** What may become of the mail of a notice: it waits, it was taken by the mail server, or that refused it for good. */
export const MAIL_STATES = ['pending', 'sent', 'failed'] as const;

/** A notice on its way to one address. */
export interface NoticeMail {
  readonly id: string;
  readonly recipient: string;
  readonly state: (typeof MAIL_STATES)[number];
  readonly attempts: number;
  /** Of a pending one: when it is tried next. */
  readonly nextAt: Date;
  readonly sentAt: Date | null;
  /** What the last attempt failed with. */
  readonly error: string | null;
}

/** A mail that is tried now, with what it says. */
export interface DueMail extends NoticeMail {
  readonly notice: Notice;
}
