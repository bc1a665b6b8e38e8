import type { Alert } from '../alert';
import { SLACK, TEAMS } from './chat';
import type { ChannelKind, ComposeOptions } from './channel-kind';
import { ELASTIC } from './elastic';
import { EMAIL } from './email';
import { SENTINEL } from './sentinel';
import { SPLUNK } from './splunk';
import { SYSLOG } from './syslog';
import { WEBHOOK } from './webhook';

/** Whom alerts can be told, one row each. */
export const CHANNEL_KINDS = {
  webhook: WEBHOOK,
  splunk: SPLUNK,
  sentinel: SENTINEL,
  elastic: ELASTIC,
  syslog: SYSLOG,
  slack: SLACK,
  teams: TEAMS,
  email: EMAIL,
} satisfies Readonly<Record<string, ChannelKind>>;

/** Name of a row of `CHANNEL_KINDS`, as a channel keeps it. */
export type ChannelKindName = keyof typeof CHANNEL_KINDS;
/** Every kind there is, in the order people are shown. */
export const CHANNEL_KIND_NAMES = Object.keys(CHANNEL_KINDS) as ChannelKindName[];

/** The row of a kind. */
export function kindOf(name: ChannelKindName): ChannelKind {
  return CHANNEL_KINDS[name];
}

/** What a channel keeps of an alert until it is taken. */
export function composedFor(
  { kind, ...options }: ComposeOptions & { readonly kind: ChannelKindName },
  alert: Alert,
): string {
  return kindOf(kind).compose(alert, options);
}
