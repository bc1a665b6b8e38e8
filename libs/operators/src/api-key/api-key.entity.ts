import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor } from '@posture/domain';
import type { OperatorRole } from '../principal';

@Entity('api_key')
export class ApiKeyEntity {
  @PrimaryColumn('uuid')
  readonly id: string;

  @Column('text')
  readonly name: string;

  @Column('text')
  readonly role: OperatorRole;

  /** null: all. */
  @Column('uuid', { array: true, nullable: true })
  readonly connections: string[] | null;

  /** SHA-256 in hexadecimal; the value itself is kept nowhere. */
  @Column('text')
  readonly hash: string;

  /** Of the value before, which is taken until `formerUntil`. */
  @Column('text', { name: 'former_hash', nullable: true })
  readonly formerHash: string | null;

  @Column('timestamptz', { name: 'former_until', nullable: true })
  readonly formerUntil: Date | null;

  @Column('jsonb', { name: 'created_by' })
  readonly createdBy: Actor;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;

  /** null: never. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  readonly expiresAt: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  readonly revokedAt: Date | null;

  /** UTC day, `YYYY-MM-DD`; null before the first use. */
  @Column('date', { name: 'last_used_on', nullable: true })
  readonly lastUsedOn: string | null;

  @Column('text', { name: 'last_used_from', nullable: true })
  readonly lastUsedFrom: string | null;

  @Column('integer')
  readonly version: number;
}
