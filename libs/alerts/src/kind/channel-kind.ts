import type { Clock, Secret } from '@posture/platform';
import type { Alert } from '../alert';
import type { AlertFormat } from '../format/formats';
import type { AccessTokens } from '../outbound/access-tokens';
import type { OutboundAnswer } from '../outbound/outbound-answer';
import type { OutboundHttp } from '../outbound/outbound-http';
import type { OutboundSocket } from '../outbound/outbound-socket';
import type { Reach } from '../outbound/target';

/** What an operator gives for a channel of one kind. */
export interface Field {
  readonly means: string;
  /** Taken when it is not given; absent: it has to be given, unless it is optional. */
  readonly default?: string;
  readonly isOptional?: boolean;
  /** What it has to look like; absent: any text. */
  readonly pattern?: RegExp;
  /** An https address, admitted as the channel's own is. */
  readonly isAddress?: boolean;
}

/** By name. */
export type Fields = Readonly<Record<string, Field>>;

/** What was given, by name; what is optional and was not given is absent. */
export type Given = Readonly<Record<string, string | undefined>>;

/**
 * taken: nothing more to do · retry: try it again later · refused: the receiver will hardly take it another time, which
 * three times in a row means the channel is set up wrongly · misconfigured: so it is, by the receiver's own words · gone:
 * it wants no alerts any more.
 */
export type Verdict = 'taken' | 'retry' | 'refused' | 'misconfigured' | 'gone';

/** What came of one alert. */
export interface Sent extends OutboundAnswer {
  readonly verdict: Verdict;
}

/** An alert as it is sent. */
export interface Parcel {
  /** The `webhook-id`: the same however often it is sent. */
  readonly messageId: string;
  readonly type: string;
  /** As `compose` made it, to the byte. */
  readonly body: string;
  /** An operator asked for it to be sent once more. */
  readonly isReplay: boolean;
}

/** A channel as it is sent to. */
export interface Addressee {
  readonly id: string;
  readonly url: URL;
  readonly settings: Given;
  readonly credential: Given;
  /** What is signed with, the newest first. */
  readonly signing: readonly Secret[];
}

/** The ways out. */
export interface Ways {
  readonly http: OutboundHttp;
  readonly socket: OutboundSocket;
  readonly tokens: AccessTokens;
  readonly clock: Clock;
}

/** How an alert is put into words. */
export interface ComposeOptions {
  readonly format: AlertFormat;
  readonly includesEvidence: boolean;
  readonly settings: Given;
}

/** One kind of receivers: what is asked for, how it is reached, what is sent, and what its answers mean. */
export interface ChannelKind {
  /** For whoever sets one up. */
  readonly title: string;
  readonly reach: Reach;
  /** Whoever knows the address may write there: it is kept as a secret, and only its host is shown. */
  readonly isUrlSecret?: boolean;
  /** Whether alerts are signed as Standard Webhooks has it. */
  readonly isSigned?: boolean;
  /** The first is the usual one. */
  readonly formats: readonly AlertFormat[];
  readonly settings: Fields;
  /** Kept sealed. */
  readonly credential: Fields;
  /** So many alerts go at once, at most. */
  readonly most: number;
  /** So many bytes of them go at once, at most. */
  readonly mostBytes: number;
  /** What is told together: within `everyMs`, so many go at once and the others wait for its end. Absent: nothing waits. */
  readonly bundle?: (settings: Given) => { readonly free: number; readonly everyMs: number };
  /** What it means that an alert was taken. */
  readonly proves: string;
  /** What is kept of an alert until it is taken; pure. */
  readonly compose: (alert: Alert, options: ComposeOptions) => string;
  /** Never throws. @param parcels one at least @returns what came of each, in their order */
  readonly send: (
    parcels: readonly Parcel[],
    to: Addressee,
    ways: Ways,
    signal: AbortSignal,
  ) => Promise<readonly Sent[]>;
}
