import { Command, InvalidArgumentError, Option } from 'commander';
import { PROFILES } from '@posture/flows';
import { alsoElsewhere } from '../elsewhere';
import { formatOption } from './list-options';
import { NEVER } from './never';
import type { PauseOptions, SetOptions, ShowOptions } from './schedules.action';

const CONNECTION = ['[connection]', 'its id, domain or name; may be left out while there is only one'] as const;

export function schedulesCommand(): Command {
  return new Command('schedules')
    .description('When orgs are read and judged by themselves, by a server that runs.')
    .addCommand(
      alsoElsewhere('list')
        .description('The schedule of every connection.')
        .addOption(formatOption())
        .action(async (options: ShowOptions, command: Command) => {
          const { list } = await import('./schedules.action');
          await list(options, command);
        }),
    )
    .addCommand(
      alsoElsewhere('show')
        .description('That of one.')
        .argument(...CONNECTION)
        .addOption(formatOption())
        .action(async (connection: string | undefined, options: ShowOptions, command: Command) => {
          const { show } = await import('./schedules.action');
          await show(connection, options, command);
        }),
    )
    .addCommand(setCommand())
    .addCommand(
      alsoElsewhere('pause')
        .description('Ask for nothing, until somebody resumes it or the pause ends; a sync that is asked for goes on.')
        .argument(...CONNECTION)
        .option('--until <day>', 'the last day of the pause (UTC), as 2026-12-31, or an instant')
        .action(async (connection: string | undefined, options: PauseOptions, command: Command) => {
          const { pause } = await import('./schedules.action');
          await pause(connection, options, command);
        }),
    )
    .addCommand(
      alsoElsewhere('resume')
        .description('Go on with it; what came due meanwhile is due once.')
        .argument(...CONNECTION)
        .action(async (connection: string | undefined, _options: object, command: Command) => {
          const { resume } = await import('./schedules.action');
          await resume(connection, command);
        }),
    )
    .addHelpText(
      'after',
      `
Examples:
  posture schedules set acme.okta.com --at 02:30 --zone Europe/Berlin
  posture schedules set acme.okta.com --every 360 --evaluate-every 60
  posture schedules pause acme.okta.com --until 2026-12-31`,
    );
}

function setCommand(): Command {
  return alsoElsewhere('set')
    .description('Choose an interval or a time of day; what is not given stays as it is.')
    .argument(...CONNECTION)
    .option('--every <minutes>', 'minutes between two scans, 15 or more', minutes)
    .option('--at <time>', 'time of day, such as 02:30, with its --zone')
    .option('--zone <name>', 'such as Europe/Berlin')
    .addOption(new Option('--profile <name>', 'by which rules each scan judges').choices(PROFILES))
    .option('--evaluate-every <minutes>', 'judge what is known again so often, without a sync; or "never"', orNever)
    .action(async (connection: string | undefined, options: SetOptions, command: Command) => {
      const { set } = await import('./schedules.action');
      await set(connection, options, command);
    });
}

function orNever(text: string): number | typeof NEVER {
  return text === NEVER ? NEVER : minutes(text);
}

function minutes(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give whole minutes.');
}
