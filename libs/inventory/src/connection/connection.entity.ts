import { Column, Entity, PrimaryColumn } from 'typeorm';

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

  /** Read only where it is asked for by name. */
  @Column('text', { name: 'credential_sealed', select: false })
  readonly credentialSealed: string;

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
