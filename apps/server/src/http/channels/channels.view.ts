import { checkedFields, checkedFormat, kindOf, targetOf } from '@posture/alerts';
import type { Admitted, Attempt, Channel, ChannelChange, Delivery, NewChannel } from '@posture/alerts';
import { parseFilter } from '@posture/findings';
import type { ChannelPreview, ChannelTest } from '@posture/flows';
import type { Secret } from '@posture/platform';
import type {
  AttemptBody,
  ChannelBody,
  ChannelPreviewBody,
  ChannelSecretBody,
  ChannelTestBody,
  DeliveryBody,
  DeliveryDetailBody,
  MadeChannelBody,
} from './channels.body';
import type { ChangeChannelBody, CreateChannelBody } from './channels.dto';

/** Below that nobody wants to be called. */
const MIN_SEVERITY = 'medium';

/** @throws {DomainError} `channel.url_invalid`, `channel.setting_invalid`, those of the filter's words */
export function newChannel(body: CreateChannelBody, admitted: Admitted): NewChannel {
  const { kind = 'webhook', name, url, format, settings = {}, credential = {}, includesEvidence = false } = body;
  const { minSeverity = MIN_SEVERITY, types = [], connectionIds = [], filter = '' } = body;
  return {
    kind,
    name,
    url: targetOf(url, kindOf(kind).reach, admitted),
    format: checkedFormat(kind, format),
    settings: checkedFields(kind, 'settings', settings, admitted),
    credential: checkedFields(kind, 'credential', credential, admitted),
    filter: { minSeverity, types, connectionIds, query: checkedQuery(filter) },
    includesEvidence,
  };
}

/** @throws as `newChannel` */
export function changeOf(body: ChangeChannelBody, before: Channel, admitted: Admitted): ChannelChange {
  const { name, url, format, settings, credential, includesEvidence, state } = body;
  const { minSeverity, types, connectionIds, filter } = body;
  const { kind, filter: was } = before;
  return {
    name,
    includesEvidence,
    state,
    url: url === undefined ? undefined : targetOf(url, kindOf(kind).reach, admitted),
    format: format === undefined ? undefined : checkedFormat(kind, format),
    settings:
      settings === undefined
        ? undefined
        : checkedFields(kind, 'settings', Object.assign({}, before.settings, settings), admitted),
    credential: credential === undefined ? undefined : checkedFields(kind, 'credential', credential, admitted),
    filter: {
      minSeverity: minSeverity ?? was.minSeverity,
      types: types ?? was.types,
      connectionIds: connectionIds ?? was.connectionIds,
      query: filter === undefined ? (was.query ?? '') : checkedQuery(filter),
    },
  };
}

/** @throws {DomainError} those of `parseFilter` */
function checkedQuery(text: string): string {
  parseFilter(text, { input: 'filter' });
  return text;
}

export function channelView(channel: Channel): ChannelBody {
  const { id, version, kind, name, url, format, settings, filter, includesEvidence } = channel;
  const { state, stateWhy, failingSince, createdAt, updatedAt } = channel;
  return {
    id,
    version,
    kind,
    name,
    url,
    format,
    settings: shownSettings(settings),
    minSeverity: filter.minSeverity,
    types: filter.types,
    connectionIds: filter.connectionIds,
    filter: filter.query ?? '',
    includesEvidence,
    state,
    stateWhy,
    failingSince: failingSince?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function shownSettings(settings: Channel['settings']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export function madeView(channel: Channel, secret: Secret | null): MadeChannelBody {
  return { channel: channelView(channel), secret: secret?.reveal() ?? null };
}

export function previewView({ format, body, isWanted }: ChannelPreview): ChannelPreviewBody {
  return { format, body, isWanted };
}

/** As the channel was made, and here: no other answer shows it. */
export function secretView(secret: Secret): ChannelSecretBody {
  return { secret: secret.reveal() };
}

export function deliveryView(delivery: Delivery): DeliveryBody {
  const { id, messageId, type, findingId, state, attempts, dueAt, createdAt, endedAt } = delivery;
  return {
    id,
    messageId,
    type,
    findingId,
    state,
    attempts,
    dueAt: endedAt === null ? dueAt.toISOString() : null,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

export function deliveryDetailView(delivery: Delivery, attempts: readonly Attempt[]): DeliveryDetailBody {
  return { ...deliveryView(delivery), made: attempts.map(attemptView) };
}

export function testView({ delivery, attempts, proves }: ChannelTest): ChannelTestBody {
  return { ...deliveryDetailView(delivery, attempts), proves };
}

function attemptView({ number, at, ms, status, error, answer, address }: Attempt): AttemptBody {
  return { number, at: at.toISOString(), ms, status, error, answer, address };
}
