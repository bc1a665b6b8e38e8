import { Command, Option } from 'commander';
import { explanationText } from '../output/explanation-text';
import { EXIT_ERROR, note, say } from '../output/say';

export function rulesCommand(): Command {
  return new Command('rules')
    .description('List, explain and check rules.')
    .addCommand(
      new Command('list')
        .description('Every rule with its severity and the profiles it is in.')
        .addOption(
          new Option('--format <format>', 'table for people, json for programs')
            .choices(['table', 'json'])
            .default('table'),
        )
        .action(async ({ format }: { format: 'table' | 'json' }) => {
          const { loadProviders } = await import('@posture/flows');
          const { listRules } = await import('@posture/rule-engine');
          const rules = listRules((await loadProviders()).books);
          if (format === 'json') return say(JSON.stringify(rules, null, 2));
          for (const rule of rules)
            say(`${rule.severity.padEnd(13)} ${rule.kind.padEnd(8)} ${rule.id.padEnd(48)} ${rule.title}`);
          say(`${rules.length} rules`);
        }),
    )
    .addCommand(
      new Command('explain')
        .argument('<id>')
        .description('What a rule asks, of whom, from which endpoints, and what to do when it matches.')
        .action(async (id: string) => {
          const { loadProviders } = await import('@posture/flows');
          const { explainRule } = await import('@posture/rule-engine');
          say(explanationText(explainRule((await loadProviders()).books, id)));
        }),
    )
    .addCommand(
      new Command('check')
        .description('Check rule files: the shipped ones, and directories of your own.')
        .option('--rules <dir...>', 'further directories of rule files')
        .option('--provider <name>', 'what the rules are about', 'okta')
        .action(async ({ rules: more = [], provider }: { rules?: string[]; provider: string }) => {
          const { checkRuleFiles, loadProviders } = await import('@posture/flows');
          const { formatProblem } = await import('@posture/rule-engine');
          const about = (await loadProviders()).get(provider);
          const { rules, problems, notes, casesJudged } = await checkRuleFiles(about, more);
          for (const problem of problems) note(formatProblem(problem));
          for (const remark of notes) note(`note: ${formatProblem(remark)}`);
          say(
            `${rules.length} rules are in order, ${casesJudged} cases judged as expected, ${problems.length} problems.`,
          );
          if (problems.length > 0) process.exitCode = EXIT_ERROR;
        }),
    );
}
