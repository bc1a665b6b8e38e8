import { formatProblem, checkRules } from '@posture/rule-engine';
import { SHIPPED } from '../libs/flows/src/providers';

/** `node -r ./test/bench/register.cjs scripts/check-rules.ts [DIRECTORY]`: every problem of the rule files below it. */
const directory = process.argv[2] ?? 'rules/okta';
void checkRules([directory], { vocabulary: SHIPPED[0]!.vocabulary }).then(({ problems, rules, casesJudged }) => {
  for (const problem of problems) process.stdout.write(`${formatProblem(problem)}\n`);
  process.stdout.write(`${rules.length} sound rules, ${casesJudged} cases judged, ${problems.length} problems\n`);
});
