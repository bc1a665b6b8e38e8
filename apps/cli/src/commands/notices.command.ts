import { Command } from 'commander';
import { alsoElsewhere } from '../elsewhere';
import { formatOption, mostOption } from './list-options';
import type { NoticesOptions } from './notices.action';

export function noticesCommand(): Command {
  return new Command('notices')
    .description(
      'What you are told of how this goes: syncs that fail or do not start, logs that are late, credentials that end.',
    )
    .addCommand(
      alsoElsewhere('list')
        .description('Every notice, newest first; and whether mail goes out, where it does not.')
        .option('--open', 'those nobody acknowledged, and that are not over')
        .addOption(mostOption())
        .addOption(formatOption())
        .action(async (options: NoticesOptions, command: Command) => {
          const { list } = await import('./notices.action');
          await list(options, command);
        }),
    )
    .addCommand(
      alsoElsewhere('show')
        .description('One notice, with what to do and what of it went out by mail.')
        .argument('<id>', 'as the list shows it')
        .addOption(formatOption())
        .action(async (id: string, options: Pick<NoticesOptions, 'format'>, command: Command) => {
          const { show } = await import('./notices.action');
          await show(id, options, command);
        }),
    )
    .addCommand(
      alsoElsewhere('acknowledge')
        .description('Say that somebody has seen it; the first who says so stays.')
        .argument('<id>', 'as the list shows it')
        .action(async (id: string, _options: object, command: Command) => {
          const { acknowledge } = await import('./notices.action');
          await acknowledge(id, command);
        }),
    );
}
