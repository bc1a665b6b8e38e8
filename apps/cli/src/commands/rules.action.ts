import { checkRuleFiles, loadProviders } from '@posture/flows';
import { explainRule, formatProblem, listRules } from '@posture/rule-engine';
import { explanationText } from '../output/explanation-text';
import { EXIT_ERROR, note, say } from '../output/say';

export interface CheckOptions {
  readonly rules?: string[];
  readonly provider: string;
}

export async function list(format: 'table' | 'json'): Promise<void> {
  const rules = listRules((await loadProviders()).books);
  if (format === 'json') return say(JSON.stringify(rules, null, 2));
  for (const rule of rules)
    say(`${rule.severity.padEnd(13)} ${rule.kind.padEnd(8)} ${rule.id.padEnd(48)} ${rule.title}`);
  say(`${rules.length} rules`);
}

export async function explain(id: string): Promise<void> {
  say(explanationText(explainRule((await loadProviders()).books, id)));
}

export async function check({ rules: more = [], provider }: CheckOptions): Promise<void> {
  const about = (await loadProviders()).get(provider);
  const { rules, problems, notes, casesJudged } = await checkRuleFiles(about, more);
  for (const problem of problems) note(formatProblem(problem));
  for (const remark of notes) note(`note: ${formatProblem(remark)}`);
  say(`${rules.length} rules are in order, ${casesJudged} cases judged as expected, ${problems.length} problems.`);
  if (problems.length > 0) process.exitCode = EXIT_ERROR;
}
