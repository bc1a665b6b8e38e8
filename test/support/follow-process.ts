/**
 * A worker that follows a log in a process of its own, which may end it by SIGKILL at a given point:
 * `node -r test/support/run-sources.cjs test/support/follow-process.ts '<FollowOrder>'`. Prints a FollowAccount.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { ActivityStore } from '@posture/activity';
import { Upkeep, Work } from '@posture/flows';
import { RunStore, RunWorker, Secret, systemClock } from '@posture/platform';
import { OktaClient } from '../../libs/connectors/src/okta/http/okta-client';
import { Detector } from '../../libs/flows/src/activity/detector';
import { Nudges, pause } from '../../libs/flows/src/activity/nudges';
import { DeltaFlow } from '../../libs/flows/src/delta.flow';
import { die, dieAt } from './die-at';
import { FastClock } from './fast-clock';
import type { FollowAccount, FollowOrder, Stage } from './follow-order';
import { logStateOf } from './log-state';
import { Product, testConfig } from './product';

/** A log of a few hundred events has pages enough to die between them. */
const PAGE_LIMIT = 60;
/** Whoever rests between two looks at the log rests no longer. */
const REST_MS = 20;

/** A run that was begun too often without an end is begun anew after that long. */
const FAILED_REST_MS = 5 * 60_000;

class SteppedClock extends FastClock {
  #steppedMs = 0;

  override now(): Date {
    return new Date(super.now().getTime() + this.#steppedMs);
  }

  step(ms: number): void {
    this.#steppedMs += ms;
  }
}

const order = JSON.parse(process.argv[2] ?? '') as FollowOrder;
const clock = new SteppedClock(1, order.aheadMs);
const stage = new AsyncLocalStorage<Stage>();
const statements: Record<Stage, number> = { backfill: 0, polling: 0, judging: 0, delta: 0 };

countStatements();
within(ActivityStore.prototype, 'append', (args) => (args[1] === 'backfill' ? 'backfill' : 'polling'));
within(Detector.prototype, 'commit', () => 'judging');
within(DeltaFlow.prototype, 'run', () => 'delta');
hurry();
void follow();

async function follow(): Promise<void> {
  const stores = order.databaseUrl === null ? {} : { databaseUrl: order.databaseUrl };
  const product = await Product.open(testConfig(order.dataDir, stores), clock);
  if ((await product.connections.list()).length === 0) {
    const token = new Secret(order.token);
    const { id } = await product.connect(order.orgUrl, { kind: 'api_token', token });
    await product.scan(id);
  }
  const worker = product.app.get(RunWorker);
  product.app.get(Work).wakeBy(() => worker.sweep());
  const begun = clock.now();
  do {
    if (await isGivenUp(product)) clock.step(FAILED_REST_MS);
    await product.app.get(Upkeep).goOn();
    await worker.sweep();
    await delay(REST_MS);
  } while (!(await isCaughtUp(product, begun)));
  if (order.kill !== null) die();
  await worker.stop();
  const account: FollowAccount = { statements, state: await logStateOf(product.database) };
  await product.close();
  process.stdout.write(JSON.stringify(account));
}

/** Its run was begun by more processes than a run is given, and each of them died. */
async function isGivenUp(product: Product): Promise<boolean> {
  const [last] = await product.app.get(RunStore).list({ kind: 'follow', limit: 1 });
  return last?.error?.code === 'run.abandoned';
}

/** All that the log held was read, judged and followed up. */
async function isCaughtUp(product: Product, begun: Date): Promise<boolean> {
  const [row] = await product.database.query<{ done: boolean }>(
    `select (select state from activity_cursor where stream = 'backfill') = 'completed'
       and (select state = 'reading' and reached > $1 from activity_cursor where stream = 'follow')
       and not (select is_stale from detection_position)
       and not exists (select 1 from pending_change)
       and not exists (select 1 from run where kind = 'delta' and finished_at is null) as done`,
    [begun],
  );
  const [run] = await product.app.get(RunStore).list({ kind: 'follow', states: ['running'], limit: 1 });
  const told = run?.progress as { readTo?: string; isJudgedAnew?: boolean } | null | undefined;
  return row?.done === true && told?.isJudgedAnew === false && new Date(told.readTo ?? 0) > begun;
}

function countStatements(): void {
  const { kill } = order;
  dieAt(() => {
    const at = stage.getStore();
    if (at === undefined) return null;
    statements[at] += 1;
    return kill?.stage === at && statements[at] === kill.statement ? kill : null;
  });
}

function within(prototype: object, name: string, stageOf: (args: unknown[]) => Stage): void {
  around(prototype, name, (work, args) => stage.run(stageOf(args), () => work(args)));
}

/** Short pages and short rests: what a process of hours does, within seconds. */
function hurry(): void {
  around(Nudges.prototype, 'rest', (_rest, [, , signal]) => pause(systemClock, REST_MS, signal as AbortSignal));
  around(OktaClient.prototype, 'page', (page, [path, options]) => {
    const { from, ...rest } = options as { readonly from: string };
    return page([path, { ...rest, from: from.replace(/\blimit=\d+/, `limit=${PAGE_LIMIT}`) }]);
  });
}

function around(
  prototype: object,
  name: string,
  instead: (work: (args: unknown[]) => unknown, args: unknown[]) => unknown,
): void {
  const work = Reflect.get(prototype, name) as (...args: unknown[]) => unknown;
  Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]) {
    return instead((given) => work.apply(this, given), args);
  });
}
