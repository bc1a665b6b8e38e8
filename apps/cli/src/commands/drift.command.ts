import type { Command } from 'commander';
import { alsoElsewhere } from '../elsewhere';
import type { AccessOptions, DriftOptions } from './drift.action';

const OF =
  'of a user what he reaches, of an app who reaches it, such as User:00u1a2b3; default: who controls the tenant';

export function driftCommand(): Command {
  return withFormat(
    alsoElsewhere('drift')
      .description('Say who reaches something only since, and who no more, each with the path; and what else differs.')
      .requiredOption(
        '--from <when>',
        'a day such as 2026-11-01 (its end, UTC), an instant, or the number of a version',
      )
      .option('--to <when>', 'as --from', 'now'),
  ).action(async (options: DriftOptions, command: Command) => {
    const { drift } = await import('./drift.action');
    await drift(options, command);
  });
}

export function accessCommand(): Command {
  return withFormat(
    alsoElsewhere('access')
      .description('Say what a user reaches, or who reaches an app or controls the tenant, now or as of a day.')
      .option(
        '--as-of <when>',
        'a day such as 2026-11-01 (its end, UTC), an instant, or the number of a version',
        'now',
      ),
  ).action(async (options: AccessOptions, command: Command) => {
    const { access } = await import('./drift.action');
    await access(options, command);
  });
}

function withFormat(command: Command): Command {
  return command
    .option('--connection <id or domain>', 'whose; may be left out while there is only one')
    .option('--of <key>', OF)
    .option('--json', 'for programs');
}
