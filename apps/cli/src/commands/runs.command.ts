import { Option } from 'commander';
import type { Command } from 'commander';
import type { RunState } from '@posture/platform';
import { alsoElsewhere } from '../elsewhere';
import type { RunsOptions } from './runs.action';
import { formatOption } from './list-options';

const STATES: readonly RunState[] = ['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled'];

export function runsCommand(): Command {
  return alsoElsewhere('runs')
    .addCommand(showCommand())
    .description('List work of every kind, newest first: what runs, what waits for what, and why something failed.')
    .option('--connection <id>', 'of one connection only')
    .addOption(new Option('--state <state...>', 'in these states only').choices(STATES))
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Examples:
  posture runs --state running waiting
  posture runs --state failed --format json
  posture runs show 0195e000-0000-7000-8000-000000000001`,
    )
    .action(async (options: RunsOptions, command: Command) => {
      const { list } = await import('./runs.action');
      await list(options, command);
    });
}

function showCommand(): Command {
  return alsoElsewhere('show')
    .description(
      'How one read of a tenant went: of each resource what was read and what changed, what it took, what it led to.',
    )
    .argument('<id>', 'of the run')
    .addOption(formatOption())
    .action(async (id: string, _options: object, command: Command) => {
      const { show } = await import('./runs.action');
      await show(id, command.optsWithGlobals<Pick<RunsOptions, 'format'>>(), command);
    });
}
