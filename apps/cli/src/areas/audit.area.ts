import type { Bodies } from '../client/server';
import type { Places, Told } from './area';

export type ToldChange = Told<'AuditEventBody'>;
export type ToldProof = Told<'AuditProofBody'>;

export interface ChangesAsked {
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
  readonly connectionId?: string;
  readonly outcomes?: readonly Bodies['AuditOutcome'][];
}

/** What people changed or were refused. */
export interface AuditArea {
  /** Newest first. @param most how many at most */
  list(asked: ChangesAsked, most: number): Promise<readonly ToldChange[]>;
  /** @param head an end that was told before @throws {DomainError} `audit_head.too_old` */
  verify(head: Told<'ChainHeadBody'> | null): Promise<ToldProof>;
}

export const AUDIT: Places<AuditArea> = {
  here: async () => (await import('./audit.here')).auditHere,
  there: async () => (await import('./audit.there')).auditThere,
};
