import { Command, InvalidArgumentError, Option } from 'commander';
import { KEY_LIFE, KEY_OVERLAP, OPERATOR_ROLES } from '@posture/operators';
import { alsoElsewhere } from '../elsewhere';
import type { CreateOptions, ListOptions, RotateOptions } from './keys.action';
import { formatOption } from './list-options';

export function keysCommand(): Command {
  return new Command('keys')
    .description('Keys of the HTTP API: who may ask it, for what, and until when.')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(rotateCommand())
    .addCommand(revokeCommand())
    .addHelpText(
      'after',
      `
The value of a key is printed once, alone on standard output. While a server uses the data directory, ask it:
posture --server URL keys …

Examples:
  posture keys create --name "SIEM reader" --role viewer
  posture keys rotate ID --overlap-hours 24`,
    );
}

function createCommand(): Command {
  return alsoElsewhere('create')
    .description('Make a key.')
    .requiredOption('--name <name>', 'who or what uses it')
    .addOption(new Option('--role <role>', 'what it may').choices(OPERATOR_ROLES).makeOptionMandatory())
    .option('--connection <id...>', 'the connections it sees (default: all)')
    .addOption(lifeOption())
    .action(async (options: CreateOptions, command: Command) => {
      const { create } = await import('./keys.action');
      await create(options, command);
    });
}

function listCommand(): Command {
  return alsoElsewhere('list')
    .description('List all keys, oldest first, without their values.')
    .addOption(formatOption())
    .action(async (options: ListOptions, command: Command) => {
      const { list } = await import('./keys.action');
      await list(options, command);
    });
}

function rotateCommand(): Command {
  return alsoElsewhere('rotate')
    .argument('<id>', 'as "posture keys list" shows it')
    .description('Make another value for a key, and begin its life anew.')
    .addOption(
      new Option('--overlap-hours <hours>', `how long the value before is taken, too, up to ${KEY_OVERLAP.mostHours}`)
        .argParser(wholeNumber)
        .default(KEY_OVERLAP.hours),
    )
    .addOption(lifeOption())
    .action(async (id: string, options: RotateOptions, command: Command) => {
      const { rotate } = await import('./keys.action');
      await rotate(id, options, command);
    });
}

function revokeCommand(): Command {
  return alsoElsewhere('revoke')
    .argument('<id>', 'as "posture keys list" shows it')
    .description('End a key at once, and every key that was made by it.')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { revoke } = await import('./keys.action');
      await revoke(id, command);
    });
}

function lifeOption(): Option {
  return new Option('--expires-in-days <days>', `when it ends, up to ${KEY_LIFE.mostDays} days`)
    .argParser(wholeNumber)
    .default(KEY_LIFE.days);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}
