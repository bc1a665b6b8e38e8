import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { Rng } from '../../apps/sandbox/src/org/generate/rng';
import type { Profile } from '@posture/flows';
import { OrgChanges } from '../support/org-changes';
import { openProduct } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { sharedPostgres } from '../support/postgres';
import type { TestPostgres } from '../support/postgres';
import { saidOf } from '../support/said-of';
import type { SaidOf } from '../support/said-of';

/** TEST_ROUNDS=30 runs it at length, TEST_ROUNDS_STORE=server on a PostgreSQL server, TEST_SEED other changes. */
const ROUNDS = Number(process.env['TEST_ROUNDS'] ?? 2);
const SEED = process.env['TEST_SEED'] ?? 'returns';
const ON_SERVER = process.env['TEST_ROUNDS_STORE'] === 'server';
const CHANGES = 30;
/** The trial org with few people: what matters is what hangs on what. */
const ORG = {
  ...{ scenario: 'trial', users: 60, groups: 20, apps: 12, unlimited: true },
  size: { deprovisioned: 5, devices: 4, membersPerGroup: 6 },
};
const LIMIT_MS = 120_000 + ROUNDS * 120_000;

/** The whole suite runs the first. */
const WAYS: readonly (readonly [way: string, profile: Profile, read: readonly string[]])[] = [
  ['under default', 'default', []],
  ['with all factors', 'everything', ['all-factors', 'client-secrets']],
];

describe('A scan that goes on from what was scanned before', () => {
  let server: TestPostgres | null = null;
  let sandbox: Sandbox;

  beforeAll(async () => {
    if (!ON_SERVER) return;
    const outcome = await sharedPostgres();
    if ('reason' in outcome) throw new Error(outcome.reason);
    server = outcome.server;
  });
  afterAll(async () => {
    await server?.stop();
  });
  afterEach(async () => {
    await sandbox?.stop();
  });

  const open = async (): Promise<OpenedProduct> =>
    openProduct(server === null ? {} : { databaseUrl: await server.createDatabase() });

  it.each(WAYS.slice(0, ROUNDS > 2 ? WAYS.length : 1))(
    'says what a first scan of the same org says (%s)',
    async (_way, profile, read) => {
      sandbox = await startSandbox(ORG);
      const scan = async ({ product }: OpenedProduct, connectionId: string): Promise<SaidOf> => {
        const { report } = await product.scan(connectionId, { profile, read, acceptDisappearance: true });
        return saidOf(product.database, report);
      };
      const connect = ({ product }: OpenedProduct) =>
        product.connectByToken(sandbox.url, sandbox.tokenOf('SUPER_ADMIN'));
      const long = await open();
      const changes = new OrgChanges(sandbox, new Rng(`${SEED} ${profile}`));
      const differing: unknown[] = [];
      try {
        const { id } = await connect(long);
        await scan(long, id);
        for (let round = 1; round <= ROUNDS; round += 1) {
          const made = changes.round(CHANGES);
          const fresh = await open();
          try {
            const [expected, said] = [await scan(fresh, (await connect(fresh)).id), await scan(long, id)];
            const difference = differenceOf(said, expected);
            if (Object.keys(difference).length > 0) differing.push({ round, made, difference });
            if (ROUNDS > 2) process.stderr.write(`round ${round} ${profile}: ${JSON.stringify(difference)}\n`);
          } finally {
            await fresh.close();
          }
        }
      } finally {
        await long.close();
      }
      expect(differing).toEqual([]);
    },
    LIMIT_MS,
  );
});

/** Lines that only one of both says. */
function differenceOf(said: SaidOf, expected: SaidOf): Record<string, unknown> {
  return Object.fromEntries(
    (Object.keys(expected) as (keyof SaidOf)[]).flatMap((part) => {
      const [here, there] = [new Set(said[part]), new Set(expected[part])];
      const only = [...here].filter((line) => !there.has(line));
      const missing = [...there].filter((line) => !here.has(line));
      return only.length + missing.length === 0 ? [] : [[part, { only, missing }]];
    }),
  );
}
