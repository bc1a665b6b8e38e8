import { Command, InvalidArgumentError, Option } from 'commander';
import { AUDIT_OUTCOMES } from '@posture/operators';
import { alsoElsewhere } from '../elsewhere';
import type { ListOptions, VerifyOptions } from './audit.action';
import { formatOption } from './list-options';

export function auditCommand(): Command {
  return new Command('audit')
    .description('What people changed or were refused, and whether it is as it was written.')
    .addCommand(
      formatted(alsoElsewhere('list').description('List changes, newest first.'))
        .option('--actor <id>', 'of one key or person only')
        .option('--action <action>', 'such as channel.create')
        .option('--target <id>', 'of one thing only')
        .option('--connection <id>', 'of one connection only')
        .addOption(new Option('--outcome <outcome...>', 'that ended so').choices(AUDIT_OUTCOMES))
        .addOption(new Option('--limit <count>', 'at most so many').argParser(countOf).default(50))
        .action(async (options: ListOptions, command: Command) => {
          const { list } = await import('./audit.action');
          await list(options, command);
        }),
    )
    .addCommand(
      formatted(alsoElsewhere('verify').description('Follow the whole chain; ends with 3 when it was tampered with.'))
        .addOption(new Option('--head <seq:hash>', 'an end you were told before, which must still be part of it'))
        .addHelpText(
          'after',
          `
Keep the end it prints somewhere else, and give it to a later check: only then is it found when somebody who had the
database put back an older state of it whole.`,
        )
        .action(async (options: VerifyOptions, command: Command) => {
          const { verify } = await import('./audit.action');
          await verify(options, command);
        }),
    );
}

function formatted(command: Command): Command {
  return command.addOption(formatOption());
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It is a number from 1 to 9999.');
  return Number(text);
}
