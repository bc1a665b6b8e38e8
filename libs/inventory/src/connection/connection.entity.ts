import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor, ConnectionMode } from '@posture/domain';

@Entity('connection')
export class ConnectionEntity {
  @PrimaryColumn('uuid')
  readonly id: string;

  @Column('text')
  readonly provider: string;

  @Column('text', { name: 'org_url' })
  readonly orgUrl: string;

  @Column('text', { name: 'tenant_id', nullable: true })
  readonly tenantId: string | null;

  @Column('text')
  readonly name: string;

  @Column('text', { name: 'credential_kind' })
  readonly credentialKind: string;

  @Column('text', { name: 'credential_hint', nullable: true })
  readonly credentialHint: string | null;

  @Column('timestamptz', { name: 'credential_changed_at' })
  readonly credentialChangedAt: Date;

  @Column('timestamptz', { name: 'credential_expires_at', nullable: true })
  readonly credentialExpiresAt: Date | null;

  /** Read only where it is asked for by name; null of a removed one. */
  @Column('text', { name: 'credential_sealed', nullable: true, select: false })
  readonly credentialSealed: string | null;

  @Column('text')
  readonly mode: ConnectionMode;

  @Column('jsonb', { name: 'created_by', nullable: true })
  readonly createdBy: Actor | null;

  @Column('text', { nullable: true })
  readonly owner: string | null;

  @Column('jsonb')
  readonly contacts: readonly string[];

  @Column('jsonb')
  readonly labels: readonly string[];

  @Column('int', { name: 'overdue_after', nullable: true })
  readonly overdueAfter: number | null;

  @Column('int')
  readonly version: number;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  readonly removedAt: Date | null;

  /** As the credential. */
  @Column('text', { name: 'hook_sealed', nullable: true, select: false })
  readonly hookSealed: string | null;

  @Column('timestamptz', { name: 'hook_made_at', nullable: true })
  readonly hookMadeAt: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;

  @Column('timestamptz', { name: 'updated_at' })
  readonly updatedAt: Date;
}
