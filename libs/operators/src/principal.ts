import type { Actor, ConnectionScope } from '@posture/domain';

/** What an operator may do; each role may do what the ones before it may (`permission.ts`). */
export type OperatorRole = 'viewer' | 'analyst' | 'admin' | 'owner';

/** Who asks. What is allowed, and what is written about it, is decided from this and never from the key itself. */
export interface Principal {
  readonly kind: 'api_key';
  /** Of the key; stays when it is renamed. */
  readonly id: string;
  readonly name: string;
  /** What counts now: never more than whoever made the key may. */
  readonly role: OperatorRole;
  readonly connections: ConnectionScope;
}

/** Whom a principal is written down as where something is changed. */
export function actorOf({ kind, id, name }: Principal): Actor {
  return { kind, id, name };
}
