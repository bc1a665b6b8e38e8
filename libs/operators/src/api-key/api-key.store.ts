import { createHash, randomBytes } from 'node:crypto';
import type { Clock, Database, Queryable } from '@posture/platform';
import { uuidv7 } from '@posture/platform';
import { IsNull } from 'typeorm';
import type { Principal } from '../principal';
import { ApiKeyEntity } from './api-key.entity';

const PREFIX = 'posture_';

/** Keys of our own API. Only their hashes are kept; 32 random bytes need no slow hash. */
export class ApiKeyStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes the owner key of a new installation. @returns its value, shown once; null when there is one already */
  async createFirst(): Promise<string | null> {
    // Of several processes that start together one makes it, and the others see that it is there.
    return this.database.transaction(
      async (tx) => {
        if (await tx.repository(ApiKeyEntity).existsBy({ revokedAt: IsNull() })) return null;
        return this.insertOwner(tx);
      },
      { isolation: 'SERIALIZABLE' },
    );
  }

  /** Makes a new owner key and revokes all others. @returns its value, shown once */
  async replace(): Promise<string> {
    return this.database.transaction(async (tx) => {
      await tx.repository(ApiKeyEntity).update({ revokedAt: IsNull() }, { revokedAt: this.clock.now() });
      return this.insertOwner(tx);
    });
  }

  /** @returns whom the key stands for; null when it is unknown, revoked or expired */
  async authenticate(value: string): Promise<Principal | null> {
    const keys = this.database.repository(ApiKeyEntity);
    const key = await keys.findOneBy({ hash: hashOf(value) });
    const now = this.clock.now();
    if (key === null || key.revokedAt !== null) return null;
    if (key.expiresAt !== null && key.expiresAt <= now) return null;
    const today = now.toISOString().slice(0, 10);
    if (key.lastUsedOn !== today) await keys.update({ id: key.id }, { lastUsedOn: today });
    return { kind: 'api_key', id: key.id, name: key.name, role: key.role, connections: null };
  }

  private async insertOwner(tx: Queryable): Promise<string> {
    const value = PREFIX + randomBytes(32).toString('base64url');
    await tx.repository(ApiKeyEntity).insert({
      id: uuidv7(),
      name: 'owner',
      role: 'owner',
      hash: hashOf(value),
      createdAt: this.clock.now(),
    });
    return value;
  }
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
