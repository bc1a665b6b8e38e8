import { Command, Option } from 'commander';
import { alsoElsewhere } from '../elsewhere';
import type { CheckOptions, ExplainOptions } from './rules.action';
import type { SettingsOptions, TuneOptions } from './tune.action';
import { formatOption } from './list-options';

const CONNECTION = ['--connection <id or domain>', 'whose; may be left out while there is only one'] as const;

export function rulesCommand(): Command {
  return new Command('rules')
    .description('List, explain, tune and check rules.')
    .addCommand(
      alsoElsewhere('list')
        .description('Every rule with its severity and the profiles it is in.')
        .addOption(formatOption())
        .action(async ({ format }: { format: 'table' | 'json' }, command: Command) => {
          const { list } = await import('./rules.action');
          await list(format, command);
        }),
    )
    .addCommand(
      alsoElsewhere('explain')
        .argument('<id>')
        .description('What a rule asks, of whom, from which endpoints, and what to do when it matches.')
        .option(
          '--subject <key>',
          'why it says what it says of this one, such as User:00u1a2b3: each condition as it came out',
        )
        .option(...CONNECTION)
        .addOption(
          new Option('--format <format>', 'text for people, json for programs')
            .choices(['text', 'json'])
            .default('text'),
        )
        .action(async (id: string, options: ExplainOptions, command: Command) => {
          const { explain } = await import('./rules.action');
          await explain(id, options, command);
        }),
    )
    .addCommand(
      alsoElsewhere('settings')
        .description('How the rules are tuned for an org, as a file that `posture rules tune` takes.')
        .option(...CONNECTION)
        .addOption(
          new Option('--format <format>', 'yaml for people, json for programs')
            .choices(['yaml', 'json'])
            .default('yaml'),
        )
        .action(async (options: SettingsOptions, command: Command) => {
          const { settings } = await import('./tune.action');
          await settings(options, command);
        }),
    )
    .addCommand(
      alsoElsewhere('tune')
        .argument('<file>', 'yaml or json: `rules:` by id with enabled, severity, parameters; and `classification:`')
        .description(
          'Tune the rules for an org: what the file says holds from now on, and what is known is judged by it.',
        )
        .option(...CONNECTION)
        .option('--preview', 'only say what that would do: how many more, fewer and not assessed')
        .option('--reason <text>', 'why; kept with the change')
        .action(async (file: string, options: TuneOptions, command: Command) => {
          const { tune } = await import('./tune.action');
          await tune(file, options, command);
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
