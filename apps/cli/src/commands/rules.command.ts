import { Command, Option } from 'commander';
import { PROVIDERS, checkRuleFiles, providerOf, shippedBooks } from '@posture/flows';
import { explainRule, formatProblem, listRules } from '@posture/rule-engine';
import { explanationText } from '../output/explanation-text';
import { EXIT_ERROR, note, say } from '../output/say';

export function rulesCommand(): Command {
  const providers = [...PROVIDERS.keys()];
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
          const rules = listRules(await shippedBooks());
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
          say(explanationText(explainRule(await shippedBooks(), id)));
        }),
    )
    .addCommand(
      new Command('check')
        .description('Check rule files: the shipped ones, and directories of your own.')
        .option('--rules <dir...>', 'further directories of rule files')
        .addOption(new Option('--provider <name>', 'what the rules are about').choices(providers).default(providers[0]))
        .action(async ({ rules: more = [], provider }: { rules?: string[]; provider: string }) => {
          const { rules, problems, notes, casesJudged } = await checkRuleFiles(providerOf({ provider }), more);
          for (const problem of problems) note(formatProblem(problem));
          for (const remark of notes) note(`note: ${formatProblem(remark)}`);
          say(
            `${rules.length} rules are in order, ${casesJudged} cases judged as expected, ${problems.length} problems.`,
          );
          if (problems.length > 0) process.exitCode = EXIT_ERROR;
        }),
    );
}
