import type { ApiKey, KeyMaker, MadeKey, Principal } from '@posture/operators';
import { actorOf } from '@posture/operators';
import { actorView } from '../actor.body';
import type { ApiKeyBody, MadeApiKeyBody } from './api-keys.body';

export function apiKeyView(key: ApiKey): ApiKeyBody {
  const { id, version, name, role, connections, state, lastUsedOn, lastUsedFrom } = key;
  return {
    id,
    version,
    name,
    role,
    connectionIds: connections,
    state,
    createdAt: key.createdAt.toISOString(),
    createdBy: actorView(key.createdBy),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    formerUntil: key.formerUntil?.toISOString() ?? null,
    lastUsedOn,
    lastUsedFrom,
  };
}

export function madeKeyView({ key, value }: MadeKey): MadeApiKeyBody {
  return { apiKey: apiKeyView(key), value: value.reveal() };
}

export function makerOf(principal: Principal): KeyMaker {
  return { actor: actorOf(principal), role: principal.role, connections: principal.connections };
}
