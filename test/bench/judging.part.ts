import type { FactValue, NodeIndex } from '@posture/domain';
import { loadProviders } from '@posture/flows';
import type { PostureSubject, ResolvedRule } from '@posture/rule-engine';
import { evaluatePosture, resolveRules } from '@posture/rule-engine';
import type { RuleProperties } from 'json-rules-engine';
import { judge } from '../../libs/flows/src/judge';
import type { VersionView } from '../../libs/flows/src/graphs';
import { knownFacts, newEngine, withParameters } from '../support/oracle';
import type { BenchPart, PartResult } from './part';
import { figure, round } from './part';
import { inSeconds, inTurns, median, timed } from './stopwatch';
import { OKTA, readTenant } from './tenant';

const SIZE = { users: 100_000, groups: 1_000, apps: 200, scenario: 'trial' };
const ROUNDS = 5;
/** Users whose facts are kept, to time verdicts alone; ours judges them several times over, to take long enough. */
const SAMPLE = 1_000;
const REPEATS = 20;

export const judgingPart: BenchPart = {
  name: 'judging',
  title: 'Facts and verdicts',
  method: `\`judge\` over a version held in memory: the facts of every subject and the verdicts of every shipped rule, posture and path,
profile \`everything\`. Then verdicts alone (facts ready, evidence of matches included) against json-rules-engine by itself, given the same
facts and one engine with all the rules, unknown facts left undefined.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const { context, nodes, edges } = await readTenant(SIZE);
  const rules = resolveRules((await loadProviders()).rulesOf(OKTA.provider), 'everything');
  say(`read ${nodes} nodes, ${edges} edges`);
  const whole: number[] = [];
  const processor: number[] = [];
  const facts: number[] = [];
  let verdicts = 0;
  for (let n = 0; n < ROUNDS; n += 1) {
    const before = process.cpuUsage();
    const judged = await timed(() => judge(rules, context));
    const { user, system } = process.cpuUsage(before);
    whole.push(judged.seconds);
    processor.push((user + system) / 1e6);
    facts.push((await timed(() => factsOfAll(context))).seconds);
    verdicts = judged.result.reduce((sum, { counts }) => sum + Object.values(counts).reduce((a, b) => a + b, 0), 0);
    say(`judged in ${inSeconds(judged.seconds)}, facts alone in ${inSeconds(facts.at(-1)!)}`);
  }
  const ofUsers = rules.filter(({ file }) => file.when !== undefined && file.subject === 'User');
  const sample = subjectsOf(context, SAMPLE);
  const coverage = { coverage: context.view.coverage, vocabulary: OKTA.vocabulary, parentOf: () => null };
  const compiled = async () => {
    const started = performance.now();
    for (let n = 0; n < REPEATS; n += 1) evaluatePosture(ofUsers, sample, coverage);
    return (performance.now() - started) / 1000 / REPEATS;
  };
  const engine = async () => (await timed(() => judgeByEngine(ofUsers, sample))).seconds;
  const contest = await inTurns(2 * ROUNDS, compiled, engine);
  const rate = (seconds: number) => `${round((ofUsers.length * sample.length) / seconds / 1000)} k verdicts/s`;
  return {
    sizes: `${SIZE.users.toLocaleString('en')} users: ${nodes.toLocaleString('en')} nodes, ${edges.toLocaleString('en')} edges, ${rules.length} rules, ${verdicts.toLocaleString('en')} verdicts. Best of ${ROUNDS} rounds, since nothing is compared with them; the first one, not warmed up, took ${inSeconds(whole[0]!)}. Verdicts alone: ${ofUsers.length} user rules on ${SAMPLE.toLocaleString('en')} users, median of ${2 * ROUNDS} rounds in turns.`,
    figures: [
      figure(
        'facts and all verdicts',
        `${inSeconds(Math.min(...whole))} (median ${inSeconds(median(whole))}; ${inSeconds(Math.min(...processor))} of processor)`,
        null,
        Math.min(...whole),
        { atMost: 5, unit: 's' },
      ),
      figure(
        'facts alone',
        `${inSeconds(Math.min(...facts))} (median ${inSeconds(median(facts))})`,
        null,
        Math.min(...facts),
        { unit: 's' },
      ),
      figure(
        'verdicts alone, against json-rules-engine',
        rate(contest.ours),
        rate(contest.theirs),
        contest.theirs / contest.ours,
        { atLeast: 100 },
      ),
    ],
    left: [],
  };
}

function factsOfAll(context: VersionView): number {
  let values = 0;
  for (const set of OKTA.model.facts) {
    const prepared = set.prepare(context);
    for (const node of context.view.ofKind(set.kind)) {
      values += Object.keys(set.compute(context, node, prepared)).length;
    }
  }
  return values;
}

function subjectsOf(context: VersionView, count: number): PostureSubject[] {
  const { view } = context;
  const sets = OKTA.model.facts
    .filter(({ kind }) => kind === 'User')
    .map((set) => ({ set, prepared: set.prepare(context) }));
  const factsOf = (node: NodeIndex): Record<string, FactValue> =>
    Object.assign({}, ...sets.map(({ set, prepared }) => set.compute(context, node, prepared))) as Record<
      string,
      FactValue
    >;
  return view
    .ofKind('User')
    .slice(0, count)
    .map((node) => ({
      ref: { kind: 'User', key: view.key(node), externalId: view.externalId(node), name: view.name(node) },
      facts: factsOf(node),
      tier: context.privilege.tier(node),
    }));
}

/** One engine with every rule, run once a subject: the way its own documentation proposes. */
async function judgeByEngine(rules: readonly ResolvedRule[], subjects: readonly PostureSubject[]): Promise<number> {
  const engine = newEngine();
  for (const { file, parameters } of rules) {
    const conditions = [file.appliesTo, file.when].filter((condition) => condition !== undefined);
    const rule = { conditions: { all: withParameters(conditions, parameters) }, event: { type: file.id } };
    engine.addRule(rule as unknown as RuleProperties);
  }
  let matches = 0;
  for (const { facts } of subjects) {
    const { events } = await engine.run(knownFacts(facts));
    matches += events.length;
  }
  return matches;
}
