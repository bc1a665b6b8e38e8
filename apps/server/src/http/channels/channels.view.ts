import { targetOf } from '@posture/alerts';
import type { Admitted, Attempt, Channel, ChannelChange, Delivery, NewChannel } from '@posture/alerts';
import type { Secret } from '@posture/platform';
import type {
  AttemptBody,
  ChannelBody,
  ChannelSecretBody,
  DeliveryBody,
  DeliveryDetailBody,
  MadeChannelBody,
} from './channels.body';
import type { ChangeChannelBody, CreateChannelBody } from './channels.dto';

/** Below that nobody wants to be called. */
const MIN_SEVERITY = 'medium';

/** @throws {DomainError} `channel.url_invalid` */
export function newChannel(body: CreateChannelBody, admitted: Admitted): NewChannel {
  const { name, url, minSeverity = MIN_SEVERITY, types = [], connectionIds = [], includesEvidence = false } = body;
  return { name, url: targetOf(url, admitted), filter: { minSeverity, types, connectionIds }, includesEvidence };
}

/** @throws {DomainError} `channel.url_invalid` */
export function changeOf(body: ChangeChannelBody, { filter }: Channel, admitted: Admitted): ChannelChange {
  const { name, url, includesEvidence, state, minSeverity, types, connectionIds } = body;
  return {
    name,
    includesEvidence,
    state,
    url: url === undefined ? undefined : targetOf(url, admitted),
    filter: {
      minSeverity: minSeverity ?? filter.minSeverity,
      types: types ?? filter.types,
      connectionIds: connectionIds ?? filter.connectionIds,
    },
  };
}

export function channelView(channel: Channel): ChannelBody {
  const { id, version, name, url, filter, includesEvidence, state, stateWhy, failingSince, createdAt, updatedAt } =
    channel;
  return {
    id,
    version,
    name,
    url,
    minSeverity: filter.minSeverity,
    types: filter.types,
    connectionIds: filter.connectionIds,
    includesEvidence,
    state,
    stateWhy,
    failingSince: failingSince?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

export function madeView(channel: Channel, secret: Secret): MadeChannelBody {
  return { channel: channelView(channel), secret: secret.reveal() };
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

function attemptView({ number, at, ms, status, error, answer, address }: Attempt): AttemptBody {
  return { number, at: at.toISOString(), ms, status, error, answer, address };
}
