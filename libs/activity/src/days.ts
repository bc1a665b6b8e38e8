import type { Database, Queryable } from '@posture/platform';

export const DAY_MS = 24 * 3_600_000;

/** `YYYY-MM-DD` in UTC. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The first day that is still kept, when so many full days before an instant are. */
export function firstKeptDay(now: Date, days: number): string {
  return dayOf(now.getTime() - days * DAY_MS);
}

/** Midnight it begins with, in milliseconds. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`);
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PARTITION = /^activity_(\d{4})(\d{2})(\d{2})$/;

/** Name of a day's partition; made from digits, so safe as SQL. */
export function partitionOf(day: string): string {
  if (!DAY.test(day)) throw new RangeError(`"${day}" is no day`);
  return `activity_${day.replaceAll('-', '')}`;
}

/** Columns no condition is about. Looking through their values is most of what analysing a table costs. */
const UNASKED = ['uuid', 'is_own', 'doc', 'raw', 'joined'];

/** Days there is a partition of, oldest first. */
export async function keptDays(tx: Queryable): Promise<string[]> {
  const rows = await tx.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'activity'::regclass order by 1`,
  );
  return rows.flatMap(({ name }) => {
    const [, year, month, date] = PARTITION.exec(name) ?? [];
    return date === undefined ? [] : [`${year}-${month}-${date}`];
  });
}

/**
 * Makes the partitions of days that have none, in a transaction of its own: whoever reads or writes others waits for
 * it no longer than for a look at the catalogue.
 */
export async function ensureDays(database: Database, days: ReadonlySet<string>): Promise<void> {
  if ((await missingDays(days, database)).length === 0) return;
  await database.transaction(async (tx) => {
    // Writers of two connections may meet a new day at once.
    await tx.query(`select pg_advisory_xact_lock(hashtext('posture.activity_days'))`);
    for (const day of await missingDays(days, tx)) await createDay(day, tx);
  });
}

export async function dropDay(day: string, tx: Queryable): Promise<void> {
  await tx.query(`drop table ${partitionOf(day)}`);
}

/** By a look at the catalogue's rows: what a session once did not find by its name, `to_regclass` may go on not finding. */
async function missingDays(days: ReadonlySet<string>, tx: Queryable): Promise<string[]> {
  const kept = new Set(await keptDays(tx));
  return [...days].filter((day) => !kept.has(day)).sort();
}

/** Made beside its parent and attached, which unlike `create … partition of` does not wait for the parent's readers. */
async function createDay(day: string, tx: Queryable): Promise<void> {
  const name = partitionOf(day);
  await tx.query(`create table ${name} (like activity including defaults including constraints including compression)`);
  await tx.query(`alter table ${name} ${UNASKED.map((each) => `alter column ${each} set statistics 0`).join(', ')}`);
  await tx.query(
    `alter table activity attach partition ${name} for values from ('${day}T00:00:00Z') to ('${dayOf(startOf(day) + DAY_MS)}T00:00:00Z')`,
  );
}
