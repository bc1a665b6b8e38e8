import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { postgresMissing, startPostgres } from '../support/postgres';
import { ServerProcess } from '../support/server-process';
import { openLogGate } from './log-gate';
import type { LogGate } from './log-gate';
import type { BenchPart, Figure, PartResult } from './part';
import { figure } from './part';
import { serveOrg } from './sandbox-process';
import type { ServedOrg } from './sandbox-process';
import { ServedPosture } from './served-posture';
import { inSeconds, percentile } from './stopwatch';

const SIZE = { users: 10_000, groups: 600, apps: 300, eventsPerSecond: 50, stories: 40, changes: 20 };
const ASK_EVERY_MS = 50;
/** Whoever is not told of by then is not told of at all. */
const GIVE_UP_MS = 120_000;
const REPORTED = 'okta-det-user-reported-suspicious';
const SERVICE_ADMIN = 'okta-superadmin-service-account';

export const latencyPart: BenchPart = {
  name: 'latency',
  title: 'From what happens to a finding',
  method: `Org, engine and this measurement are processes of their own on one machine. The engine follows the log, which it asks for every 2 s
(as it does where the provider's limits let it), while ordinary events come in. A detection: a user reports what was done with her account; from
the event's entry in the log, and from the answer to the request whose page holds it, until the API shows the finding. A change: a user named as
a service account gets the role of a super admin, and loses it; from the change until the API shows the posture finding opened or resolved, first
by polling alone, then with an event hook. The API is asked every ${ASK_EVERY_MS} ms.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const missing = postgresMissing();
  const postgres = missing === null ? await startPostgres() : { reason: missing };
  if ('reason' in postgres) return { sizes: 'None.', figures: [], left: [`PostgreSQL: ${postgres.reason}`] };
  const { users, groups, apps, eventsPerSecond } = SIZE;
  const org = await serveOrg({ users, groups, apps }, { eventsPerMinute: eventsPerSecond * 60 });
  const gate = await openLogGate(org.url);
  const dir = mkdtempSync(join(tmpdir(), 'posture-latency-'));
  try {
    const server = await ServerProcess.start(
      {
        ...{ HOME: dir, POSTURE_DATA_DIR: dir, POSTURE_DATABASE_URL: await postgres.server.createDatabase() },
        ...{ POSTURE_ALLOW_LOOPBACK: 'true', POSTURE_HOOK_PORT: '0', POSTURE_ACTIVITY_DAYS: '0' },
      },
      dir,
    );
    try {
      const posture = await ServedPosture.follow(server, { url: gate.url, token: org.token });
      say('the org was read, and its log is followed');
      return { sizes: sizes(), figures: await measure({ org, gate, posture, say }), left: [] };
    } finally {
      await server.kill('SIGTERM');
    }
  } finally {
    await gate.stop();
    await org.stop();
    await postgres.server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Scene {
  readonly org: ServedOrg;
  readonly gate: LogGate;
  readonly posture: ServedPosture;
  readonly say: (line: string) => void;
}

function sizes(): string {
  const count = (n: number) => n.toLocaleString('en');
  return `${count(SIZE.users)} users, ${SIZE.eventsPerSecond} events a second; ${SIZE.stories} reports; ${SIZE.changes} changes by polling and as many by hook.`;
}

async function measure(scene: Scene): Promise<Figure[]> {
  const detected = await detections(scene);
  const polled = await changes(scene, 'poll');
  await scene.org.control('mutate', await scene.posture.newHook());
  const hooked = await changes(scene, 'hook');
  return [
    p95('Event in the log until its finding shows', detected.fromLog, {}),
    p95('Page answered until the finding of its event shows', detected.fromPage, { atMost: 3 }),
    p95('Change until the posture finding opens or resolves, by polling', polled, { atMost: 5 }),
    p95('Change until the posture finding opens or resolves, by event hook', hooked, { atMost: 2 }),
  ];
}

async function detections({ org, gate, posture, say }: Scene): Promise<{ fromLog: number[]; fromPage: number[] }> {
  const [fromLog, fromPage]: [number[], number[]] = [[], []];
  for (let n = 0; n < SIZE.stories; n += 1) {
    await anyMoment(n);
    const before = JSON.stringify(await posture.findings(REPORTED));
    const begun = performance.now();
    const [event] = (await org.control('log/play', { story: 'user-reported', seed: `report ${n}` })) as {
      uuid: string;
    }[];
    const shown = await until(async () => JSON.stringify(await posture.findings(REPORTED)) !== before);
    const answered = gate.answeredAt(event!.uuid);
    if (answered === null) throw new Error('The finding was there before any page with its event.');
    fromLog.push((shown - begun) / 1000);
    fromPage.push((shown - answered) / 1000);
  }
  say(`detections: from the log ${spread(fromLog)}, from the page ${spread(fromPage)}`);
  return { fromLog, fromPage };
}

async function changes({ org, posture, say }: Scene, way: string): Promise<number[]> {
  const taken: number[] = [];
  // Those who run the org are listed first: the others hold no role.
  const listed = (await org.read('/api/v1/users?limit=200')) as { id: string }[];
  const users = listed.slice(-SIZE.changes / 2);
  for (const [n, { id: user }] of users.entries()) {
    const login = `svc-${way}-${n}@brightwater.example`;
    await org.control('mutate', { op: 'patch', collection: 'users', id: user, patch: { profile: { login } } });
    const role = { id: `ra1${way}${n}`, type: 'SUPER_ADMIN', user };
    for (const [isOpen, change] of [
      [true, { op: 'add', collection: 'roles', object: role }],
      [false, { op: 'remove', collection: 'roles', id: role.id }],
    ] as const) {
      await anyMoment(n);
      const begun = performance.now();
      await org.control('mutate', change);
      const shown = await until(
        async () => (await posture.findings(SERVICE_ADMIN, `User:${user}`)).length > 0 === isOpen,
      );
      taken.push((shown - begun) / 1000);
    }
  }
  say(`changes by ${way}: ${spread(taken)}`);
  return taken;
}

/** Between two looks at the log, never at the same place. */
function anyMoment(n: number): Promise<void> {
  return delay(500 + ((n * 617) % 2_000));
}

/** @returns when it was so @throws Error when it does not come to be */
async function until(isSo: () => Promise<boolean>): Promise<number> {
  const end = performance.now() + GIVE_UP_MS;
  for (;;) {
    if (await isSo()) return performance.now();
    if (performance.now() > end) throw new Error(`What happened shows in no finding after ${GIVE_UP_MS / 1000} s.`);
    await delay(ASK_EVERY_MS);
  }
}

function p95(what: string, seconds: readonly number[], bound: { readonly atMost?: number }): Figure {
  const value = percentile(seconds, 0.95);
  return figure(`${what}: p95`, `median ${inSeconds(percentile(seconds, 0.5))}`, null, value, { ...bound, unit: 's' });
}

function spread(seconds: readonly number[]): string {
  const [low, mid, high] = [0, 0.5, 1].map((share) => inSeconds(percentile(seconds, share)));
  return `${low} to ${high}, median ${mid}`;
}
