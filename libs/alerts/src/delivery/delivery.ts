import type { ChannelKindName } from '../kind/kinds';

/** pending: to be delivered, or tried again; failed: for good; skipped: the channel did not work then. */
export const DELIVERY_STATES = ['pending', 'succeeded', 'failed', 'skipped'] as const;
/** One of `DELIVERY_STATES`, as its row carries it. */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One alert on its way to one channel. */
export interface Delivery {
  readonly id: string;
  readonly channelId: string;
  /** The `webhook-id`: the same at each attempt, and when it is sent again. */
  readonly messageId: string;
  readonly type: string;
  /** null: it is about no finding. */
  readonly findingId: string | null;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** When it is tried next; of no meaning once it has ended. */
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

/** A delivery this process may work on until its lease runs out. */
export interface ClaimedDelivery extends Delivery {
  readonly channelKind: ChannelKindName;
  /** What is sent, to the byte: it is signed anew at each attempt and never made anew. */
  readonly body: string;
  /** An operator asked for it to be sent once more. */
  readonly isReplay: boolean;
}

/** How one attempt went. */
export interface Attempt {
  readonly number: number;
  readonly at: Date;
  readonly ms: number;
  /** Of the answer; null: there was none. */
  readonly status: number | null;
  /** Why there was none; null when there was. */
  readonly error: string | null;
  /** The first 4 KiB of the answer. */
  readonly answer: string;
  /** Where the connection led; null when none was opened. */
  readonly address: string | null;
}

/** What becomes of a delivery after an attempt. */
export type Outcome = { readonly state: 'succeeded' | 'failed' } | { readonly state: 'pending'; readonly dueAt: Date };
