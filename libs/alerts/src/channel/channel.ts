import type { ConnectionScope, Severity } from '@posture/domain';
import { SEVERITIES } from '@posture/domain';
import { USUAL_ALERT_TYPES } from '../alert';
import type { AlertEvent, AlertNotice, AlertType } from '../alert';
import type { AlertFormat } from '../format/formats';
import type { Given } from '../kind/channel-kind';
import type { ChannelKindName } from '../kind/kinds';

/**
 * active: told; paused: by an operator, nothing is kept for it; disabled: its receiver said so, or failed for days;
 * misconfigured: its receiver says that it is set up wrongly. For these two what happens is kept as skipped.
 */
export const CHANNEL_STATES = ['active', 'paused', 'disabled', 'misconfigured'] as const;
export type ChannelState = (typeof CHANNEL_STATES)[number];

/** What operators make of one; the others are what its receiver makes of it. */
export type SettableState = Extract<ChannelState, 'active' | 'paused'>;

/** A receiver that operators set up. What it is secured by is never part of it. */
export interface Channel {
  readonly id: string;
  /** One more with every change of what is here; a change says which one it is of. */
  readonly version: number;
  readonly kind: ChannelKindName;
  readonly name: string;
  /** Without user info and fragment; where the address is a secret, only its host. */
  readonly url: string;
  readonly format: AlertFormat;
  /** As its kind asks for. */
  readonly settings: Given;
  readonly filter: ChannelFilter;
  /** Whether alerts say by which facts and path a finding is proven; they may name people and addresses. */
  readonly includesEvidence: boolean;
  readonly state: ChannelState;
  /** Why it is disabled or misconfigured, in the receiver's own words where it said any; null when it is not. */
  readonly stateWhy: string | null;
  /** Since when every attempt failed; null: the last one went well, or there was none. */
  readonly failingSince: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Which events it is told of: all that hold. */
export interface ChannelFilter {
  /** Of findings. */
  readonly minSeverity: Severity;
  /** Empty: the usual. */
  readonly types: readonly AlertType[];
  /** Empty: all. */
  readonly connectionIds: readonly string[];
  /** Which findings, in the words in which people filter them; empty: all. The room keeps it, and cannot read it. */
  readonly query?: string;
}

/** Whether it is told of nothing but what the scope shows. */
export function isToldWithin({ connectionIds }: ChannelFilter, sees: ConnectionScope): boolean {
  if (sees === null) return true;
  return connectionIds.length > 0 && connectionIds.every((id) => sees.includes(id));
}

const USUAL_TYPES: readonly AlertType[] = USUAL_ALERT_TYPES;

/** Whether a channel is told of an event, as far as its types, severity and connections say; its filter in words is asked apart. */
export function wants({ minSeverity, types, connectionIds }: ChannelFilter, { type, finding }: AlertEvent): boolean {
  if (!(types.length > 0 ? types : USUAL_TYPES).includes(type)) return false;
  if (connectionIds.length > 0 && !connectionIds.includes(finding.connectionId)) return false;
  return SEVERITIES.indexOf(finding.severity) >= SEVERITIES.indexOf(minSeverity);
}

/** Whether a channel is told something of a connection: its types and connections say so. */
export function wantsNotice({ types, connectionIds }: ChannelFilter, { type, connection }: AlertNotice): boolean {
  const isScoped = connectionIds.length > 0;
  if (isScoped && (connection === undefined || !connectionIds.includes(connection.id))) return false;
  return (types as readonly string[]).includes(type);
}
