import { Command, Option } from 'commander';
import { EXCEPTION_STATES } from '@posture/findings';
import { alsoElsewhere } from '../elsewhere';
import type { ExceptionsOptions } from './exceptions.action';
import { formatOption, mostOption } from './list-options';

export function exceptionsCommand(): Command {
  return new Command('exceptions')
    .description('What is let stand: "posture findings except" and "except-many" make one.')
    .addCommand(
      alsoElsewhere('list')
        .description('Every exception with what it covers and until when, newest first.')
        .option('--connection <id or domain>', 'of one connection only')
        .addOption(new Option('--state <state...>', 'in these states only').choices(EXCEPTION_STATES))
        .addOption(mostOption())
        .addOption(formatOption())
        .action(async (options: ExceptionsOptions, command: Command) => {
          const { list } = await import('./exceptions.action');
          await list(options, command);
        }),
    )
    .addCommand(
      alsoElsewhere('show')
        .description('One exception, with why it was made and by whom.')
        .argument('<id>', 'as the list shows it')
        .addOption(formatOption())
        .action(async (id: string, options: Pick<ExceptionsOptions, 'format'>, command: Command) => {
          const { show } = await import('./exceptions.action');
          await show(id, options, command);
        }),
    )
    .addCommand(
      alsoElsewhere('revoke')
        .description('End one before its time: what is still there is open again.')
        .argument('<id>', 'as the list shows it')
        .action(async (id: string, _options: object, command: Command) => {
          const { revoke } = await import('./exceptions.action');
          await revoke(id, command);
        }),
    );
}
