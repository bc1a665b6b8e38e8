import { join } from 'node:path';
import type { Change } from '@posture/domain';
import { loadProviders } from '@posture/flows';
import type { ResolvedRule } from '@posture/rule-engine';
import { resolveRules } from '@posture/rule-engine';
import type { Finding } from '@posture/findings';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { toCandidates } from '../../libs/flows/src/candidates';
import { outcomeOf, pathText } from '../../libs/flows/src/fixes/outcome';
import { rankFixes } from '../../libs/flows/src/fixes/rank-fixes';
import type { RankedFix } from '../../libs/flows/src/fixes/rank-fixes';
import { simulate, worldOf } from '../../libs/flows/src/fixes/simulate';
import type { World } from '../../libs/flows/src/fixes/simulate';
import type { VersionView } from '../../libs/flows/src/graphs';
import { judge } from '../../libs/flows/src/judge';
import { RecordingSink } from '../bench/recording-sink';
import { OKTA, readInto, tenantOf } from '../bench/tenant';
import { doIt } from '../support/do-change';

const LIMIT_MS = 300_000;
const SMALL = { users: 150, deprovisioned: 10, groups: 20, apps: 20, membersPerGroup: 10, devices: 20 };
const ORGS = {
  'the trial org': { scenario: 'trial', size: SMALL },
  'the manifest org': { scenario: 'manifest' },
  'an org as it grows': { scenario: join(__dirname, 'mess.scenario.yaml') },
};
/** Ages are counted to one instant, whenever an org is read. */
const AS_OF = new Date('2026-01-01T00:00:00.000Z');

interface Scanned {
  readonly world: World;
  /** Evidence paths by fingerprint. */
  readonly found: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
  /** What could not be told of a finding of before: nobody would call it gone. */
  isUnsure(finding: Finding): boolean;
}

let rules: readonly ResolvedRule[];
beforeAll(async () => {
  rules = resolveRules((await loadProviders()).rulesOf('okta'), 'everything').filter(
    ({ file }) => file.kind !== 'detection',
  );
}, LIMIT_MS);

/** Read over HTTP by the connector, derived and judged. @param change done to the org before */
async function scan(org: object, change?: Change, of?: VersionView): Promise<Scanned> {
  const sandbox: Sandbox = await startSandbox({ ...org, unlimited: true, asOf: AS_OF });
  try {
    if (change !== undefined && of !== undefined) doIt(sandbox.org, of.view, change);
    const sink = new RecordingSink();
    await readInto(sink, sandbox.url, sandbox.tokenOf('SUPER_ADMIN'));
    const { context } = await tenantOf(sink.nodes(), sink.edges(), sink.coverage);
    const judged = judge(rules, context);
    const candidates = toCandidates(judged, context);
    const world = worldOf(context, judged);
    const grouped = new Set(rules.filter(({ file }) => file.report !== 'each').map(({ file }) => file.id));
    return {
      world,
      // Factors are read of administrators only: of who is none any more, nobody knows them.
      isUnsure: ({ rule, subject }) =>
        world.notAssessed.get(rule)?.has(subject.key) === true || (grouped.has(rule) && world.unsure.has(rule)),
      found: new Map(candidates.map((each) => [each.fingerprint, pathText(each)])),
      // As they are on the day they are found.
      findings: candidates.map(
        (each) => ({ ...each, id: each.fingerprint, score: each.score.score }) as unknown as Finding,
      ),
    };
  } finally {
    await sandbox.stop();
  }
}

describe.each(Object.entries(ORGS))('Fixes of %s', (_name, org) => {
  let before: Scanned;
  let fixes: readonly RankedFix[];

  beforeAll(async () => {
    before = await scan(org);
    fixes = await rankFixes(before.world, rules, before.findings);
  }, LIMIT_MS);

  it('are ten, each of which ends something, and none of which takes ordinary access or a protection away', () => {
    const { view } = before.world.context;
    const cut = fixes.flatMap(({ change }) => OKTA.model.fixes.edit(view, change).cut.map(({ kind }) => kind));

    expect(fixes).toHaveLength(10);
    expect(fixes.filter(({ takes, outcome }) => takes.length === 0 || outcome.closes.length === 0)).toEqual([]);
    expect(cut.filter((kind) => kind === 'ASSIGNED_TO' || kind === 'PROTECTS')).toEqual([]);
    expect(new Set(fixes.map(({ id }) => id)).size).toBe(10);
  });

  it(
    'are true: done in the org, the next scan finds what was said',
    async () => {
      const told: string[] = [];
      for (const { change, outcome } of fixes) {
        const after = await scan(org, change, before.world.context);
        const { title } = OKTA.model.fixes.words(before.world.context, change);
        const gone = before.findings
          .filter((each) => !after.found.has(each.fingerprint) && !after.isUnsure(each))
          .map(({ fingerprint }) => fingerprint);
        const rerouted = [...before.found].filter(([each, path]) => (after.found.get(each) ?? path) !== path);
        const opened = [...after.found.keys()].filter((each) => !before.found.has(each));
        told.push(`${title}: -${gone.length} ~${rerouted.length} +${opened.length}\n`);
        expect({
          title,
          gone: gone.sort(),
          opened: opened.sort(),
          rerouted: rerouted.map(([each]) => each).sort(),
        }).toEqual({
          title,
          gone: [...outcome.closes].sort(),
          opened: outcome.opens.map(({ fingerprint }) => fingerprint).sort(),
          rerouted: outcome.reroutes.map(({ fingerprint }) => fingerprint).sort(),
        });
        for (const { fingerprint, path } of outcome.reroutes)
          expect(after.found.get(fingerprint)).toBe(pathText({ evidence: { facts: [], path } }));
      }
      process.stdout.write(told.join(''));
    },
    LIMIT_MS,
  );

  it('say the same when everybody is judged again as when only those are whom the change may concern', async () => {
    const { world } = before;
    for (const { change } of fixes) {
      const [few, all] = [await simulate(world, rules, change), await simulate(world, rules, change, { all: true })];

      expect(outcomeOf(rules, world, few)).toEqual(outcomeOf(rules, world, all));
    }
  });

  it('are ranked as each counts after those before it, and say what all of them leave', async () => {
    let present = before.world;
    const said = new Set<string>();
    for (const { change, takes, leaves } of fixes) {
      const next = await simulate(present, rules, change);
      expect(outcomeOf(rules, present, next).closes).toEqual(expect.arrayContaining([...takes]));
      expect(takes.filter((each) => said.has(each))).toEqual([]);
      for (const each of takes) said.add(each);
      present = next;
      const { closes, opens } = outcomeOf(rules, before.world, present);
      const open = Object.values(leaves).reduce((sum, many) => sum + many, 0);
      expect(open).toBe(before.findings.length - closes.length + opens.length);
    }
  });
});
