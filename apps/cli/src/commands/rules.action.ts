import type { Command } from 'commander';
import { checkRuleFiles, loadProviders } from '@posture/flows';
import { formatProblem } from '@posture/rule-engine';
import { withArea } from '../areas/area';
import { RULES } from '../areas/rules.area';
import { explanationText } from '../output/explanation-text';
import { subjectExplanationText } from '../output/subject-explanation-text';
import { EXIT_ERROR, note, say } from '../output/say';

export interface CheckOptions {
  readonly rules?: string[];
  readonly provider: string;
}

export async function list(format: 'table' | 'json', command: Command): Promise<void> {
  await withArea(RULES, command, async (area) => {
    const rules = await area.list();
    if (format === 'json') return say(JSON.stringify(rules, null, 2));
    for (const rule of rules)
      say(`${rule.severity.padEnd(13)} ${rule.kind.padEnd(8)} ${rule.id.padEnd(48)} ${rule.title}`);
    say(`${rules.length} rules`);
  });
}

export interface ExplainOptions {
  readonly subject?: string;
  readonly connection?: string;
  readonly format: 'text' | 'json';
}

/** A rule in words; with a subject, why it says what it says of it. */
export async function explain(
  id: string,
  { subject, connection, format }: ExplainOptions,
  command: Command,
): Promise<void> {
  await withArea(RULES, command, async (rules) => {
    if (subject === undefined) {
      const explained = await rules.explain(id);
      return say(format === 'json' ? JSON.stringify(explained, null, 2) : explanationText(explained));
    }
    const explained = await rules.explainSubject(connection, id, subject);
    say(format === 'json' ? JSON.stringify(explained, null, 2) : subjectExplanationText(explained));
  });
}

export async function check({ rules: more = [], provider }: CheckOptions): Promise<void> {
  const about = (await loadProviders()).get(provider);
  const { rules, problems, notes, casesJudged } = await checkRuleFiles(about, more);
  for (const problem of problems) note(formatProblem(problem));
  for (const remark of notes) note(`note: ${formatProblem(remark)}`);
  say(`${rules.length} rules are in order, ${casesJudged} cases judged as expected, ${problems.length} problems.`);
  if (problems.length > 0) process.exitCode = EXIT_ERROR;
}
