import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OperatorRole } from '../principal';

@Entity('api_key')
export class ApiKeyEntity {
  @PrimaryColumn('uuid')
  readonly id: string;

  @Column('text')
  readonly name: string;

  @Column('text')
  readonly role: OperatorRole;

  /** SHA-256 in hexadecimal; the key itself is kept nowhere. */
  @Column('text')
  readonly hash: string;

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
}
