/**
 * Judges an invented tenant again and again and tells of it, in a process of its own, which may end itself by SIGKILL at a
 * given statement: `node -r test/support/run-sources.cjs test/support/alert-process.ts '<AlertOrder>'`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Severity } from '@posture/domain';
import { INVENTORY_ENTITIES } from '@posture/inventory';
import { Database, uuidv7 } from '@posture/platform';
import { stderrLogger } from '../../libs/platform/src/logging/stderr-logger';
import type { AlertOrder } from './alert-order';
import { Alerting } from './alerting';
import { dieAt } from './die-at';
import { candidate, judgement } from './judgements';
import { seededRandom } from './kill-points';
import { sharedClock } from './work-order';

const CONNECTION = '01a22000-0000-7000-8000-000000000001';
const USERS = 40;
/** Whoever only tells is done after so many looks at which nothing was left. */
const QUIET_ROUNDS = 3;

void main(JSON.parse(process.argv[2] ?? '') as AlertOrder);

async function main(order: AlertOrder): Promise<void> {
  const { databaseUrl, masterKeyFile, holder, clockOrigin, seed, judges, kill } = order;
  const clock = sharedClock(clockOrigin);
  const random = seededRandom(seed);
  const database = await Database.connect({ url: databaseUrl }, INVENTORY_ENTITIES);
  const logger = await stderrLogger('error', clock);
  const alerting = new Alerting({ database, clock, logger, masterKeyFile, holder, mostAnHour: 1_000_000, random });
  let statements = 0;
  dieAt(() => (++statements === kill?.statement ? kill : null));
  for (let quiet = 0; quiet < QUIET_ROUNDS;) {
    if (judges) await judge(alerting, database, random);
    await alerting.flow.goOn();
    quiet = judges || (await isLeft(database)) ? 0 : quiet + 1;
    await delay(judges ? 10 : 200);
  }
  await alerting.courier.stop();
  await database.close();
}

/** Some come, some go; often more at once, and now and then all of it is taken back. */
async function judge({ reconciler, detections }: Alerting, database: Database, random: () => number) {
  const [{ version }] = (await database.query<{ version: number }>(
    'select coalesce(max(judged_version), 0)::int + 1 as version from finding',
  )) as [{ version: number }];
  const severity = (): Severity => (random() < 0.2 ? 'critical' : 'high');
  const found = Array.from({ length: USERS }, (_, n) => n).filter(() => random() < 0.5);
  const candidates = found.map((n) => candidate('rule-a', `User:u${n}`, { severity: severity() }));
  const bulk = random() < 0.3 ? ('rules_changed' as const) : null;
  try {
    await reconciler.reconcile({ ...judgement(version, candidates), connectionId: CONNECTION, bulk: () => bulk });
    await database.transaction(async (tx) => {
      const entity = { kind: 'User' as const, key: 'User:never' as const, externalId: 'never', name: 'never' };
      const at = Date.now();
      const shown = {
        severity: 'critical' as const,
        title: 'never',
        why: 'never',
        shown: {},
        events: [],
        eventCount: 0,
      };
      const settled = [{ rule: 'rule-d', entity, from: at, to: at, occurrences: 1, isSettled: true, ...shown }];
      const scoreOf = () => ({ score: 50, tier: 'T2' as const, terms: [] });
      const entities = [{ rule: 'rule-d', entity, open: [], settled }];
      await detections.reconcile({ connectionId: uuidv7(), entities, tells: 'changes', scoreOf }, tx);
      throw new TakenBack();
    });
  } catch (error) {
    // Two that judge at once may both find what is new; one of them is taken back.
    if (!(error instanceof TakenBack) && (error as { code?: string }).code !== '23505') throw error;
  }
}

async function isLeft(database: Database): Promise<boolean> {
  const [row] = await database.query<{ left: boolean }>(
    `select exists (select 1 from alert_delivery where state = 'pending') or exists (select 1 from alert_digest)
       or (select coalesce(max(position), 0) from finding_event) > (select position from alert_cursor) as left`,
  );
  return row!.left;
}

class TakenBack extends Error {}
