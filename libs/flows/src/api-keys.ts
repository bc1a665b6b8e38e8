import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock, Database } from '@posture/platform';
import { uuidv7 } from '@posture/platform';

const PREFIX = 'posture_';

/** Keys of our own API. Only their hashes are kept; 32 random bytes need no slow hash. */
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes the owner key of a new installation. @returns its value, shown once; null when there is one already */
  async createFirst(): Promise<string | null> {
    const value = PREFIX + randomBytes(32).toString('base64url');
    const written = await this.database.execute(
      `insert into api_key (id, name, hash, created_at)
       select $1, 'owner', $2, $3 where not exists (select 1 from api_key where revoked_at is null)`,
      [uuidv7(), hashOf(value), this.clock.now()],
    );
    return written === 0 ? null : value;
  }

  /** Makes a new owner key and revokes all others. @returns its value, shown once */
  async replace(): Promise<string> {
    const value = PREFIX + randomBytes(32).toString('base64url');
    await this.database.transaction(async (tx) => {
      await tx.query('update api_key set revoked_at = $1 where revoked_at is null', [this.clock.now()]);
      await tx.query(`insert into api_key (id, name, hash, created_at) values ($1, 'owner', $2, $3)`, [
        uuidv7(),
        hashOf(value),
        this.clock.now(),
      ]);
    });
    return value;
  }

  async isValid(value: string): Promise<boolean> {
    const hash = hashOf(value);
    const rows = await this.database.query<{ hash: string }>(
      `select hash from api_key where hash = $1 and revoked_at is null`,
      [hash],
    );
    return rows.some((row) => timingSafeEqual(Buffer.from(row.hash), Buffer.from(hash)));
  }
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
