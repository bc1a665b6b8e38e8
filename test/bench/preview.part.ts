import { UNTUNED } from '@posture/domain';
import type { Tuning } from '@posture/domain';
import { loadProviders } from '@posture/flows';
import { previewOf } from '../../libs/flows/src/rules/rule-preview';
import type { BenchPart, PartResult } from './part';
import { figure } from './part';
import { inSeconds, median, timed } from './stopwatch';
import { OKTA, readTenant } from './tenant';

const SIZE = { users: 100_000, groups: 1_000, apps: 200, scenario: 'trial' };
const ROUNDS = 5;
const RULE = 'okta-user-inactive';

export const previewPart: BenchPart = {
  name: 'preview',
  title: 'Preview of a change of rules',
  method: `\`previewOf\` over a version held in memory: one parameter of a rule about all users changed, judged both ways, profile
\`default\`; what differs counted and named. Then the same for a rule that is turned off.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const { context, nodes, edges } = await readTenant(SIZE);
  const files = (await loadProviders()).rulesOf(OKTA.provider);
  say(`read ${nodes} nodes, ${edges} edges`);
  const preview = async (setting: Tuning['rules'][string]) => {
    const after = { ...UNTUNED, rules: { [RULE]: setting } };
    const tried = { files, profile: 'default' as const, before: UNTUNED, after, look: () => Promise.resolve(context) };
    return timed(() => previewOf(tried));
  };
  const [parameter, off]: [number[], number[]] = [[], []];
  let changed = 0;
  for (let n = 0; n < ROUNDS; n += 1) {
    const tried = await preview({ parameters: { days: 10 } });
    parameter.push(tried.seconds);
    changed = tried.result.more + tried.result.fewer;
    off.push((await preview({ enabled: false })).seconds);
    say(`a parameter in ${inSeconds(parameter.at(-1)!)}, turned off in ${inSeconds(off.at(-1)!)}`);
  }
  return {
    sizes: `${SIZE.users.toLocaleString('en')} users: ${nodes.toLocaleString('en')} nodes, ${edges.toLocaleString('en')} edges; the parameter changes what is said of ${changed.toLocaleString('en')} users. Median of ${ROUNDS} rounds.`,
    figures: [
      figure('a parameter', inSeconds(median(parameter)), null, median(parameter), { atMost: 5, unit: 's' }),
      figure('a rule turned off', inSeconds(median(off)), null, median(off), { atMost: 5, unit: 's' }),
    ],
    left: [],
  };
}
