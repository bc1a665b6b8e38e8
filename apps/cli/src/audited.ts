import { userInfo } from 'node:os';
import type { INestApplicationContext } from '@nestjs/common';
import type { Actor, JsonObject } from '@posture/domain';
import { AuditLog } from '@posture/operators';
import type { AuditTarget } from '@posture/operators';

/** What a command changes. */
export interface CommandChange {
  /** `noun.verb`, as the API names the same. */
  readonly action: string;
  readonly target: AuditTarget;
  readonly connectionId?: string;
  /** Options that matter; no secret is one. */
  readonly fields?: JsonObject;
}

/** Whose account the command runs under: who may open the store may do everything. */
export function personHere(): Actor {
  const name = systemUserName();
  return { kind: 'cli', id: name, name };
}

/** Makes a change that the audit log tells of. @param became what it turned out to be about */
export function audited<T>(
  app: INestApplicationContext,
  { action, target, connectionId, fields = {} }: CommandChange,
  work: () => Promise<T>,
  became?: (result: T) => { readonly target?: AuditTarget; readonly connectionId?: string },
): Promise<T> {
  const beside = { address: null, userAgent: null, reason: null, requestId: null };
  const change = { ...beside, actor: personHere(), action, target, connectionId: connectionId ?? null, fields };
  return app.get(AuditLog).around(change, work, became);
}

/** Containers may run under a number that has no name. */
function systemUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
