import { Command, Option } from 'commander';
import type { CheckOptions } from './rules.action';

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
          const { list } = await import('./rules.action');
          await list(format);
        }),
    )
    .addCommand(
      new Command('explain')
        .argument('<id>')
        .description('What a rule asks, of whom, from which endpoints, and what to do when it matches.')
        .action(async (id: string) => {
          const { explain } = await import('./rules.action');
          await explain(id);
        }),
    )
    .addCommand(
      new Command('check')
        .description('Check rule files: the shipped ones, and directories of your own.')
        .option('--rules <dir...>', 'further directories of rule files')
        .option('--provider <name>', 'what the rules are about', 'okta')
        .action(async (options: CheckOptions) => {
          const { check } = await import('./rules.action');
          await check(options);
        }),
    );
}
