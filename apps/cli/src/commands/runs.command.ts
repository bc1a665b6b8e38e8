import { Option } from 'commander';
import type { Command } from 'commander';
import type { RunState } from '@posture/platform';
import { alsoElsewhere } from '../elsewhere';
import type { RunsOptions } from './runs.action';

const STATES: readonly RunState[] = ['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled'];

export function runsCommand(): Command {
  return alsoElsewhere('runs')
    .description('List work of every kind, newest first: what runs, what waits for what, and why something failed.')
    .option('--connection <id>', 'of one connection only')
    .addOption(new Option('--state <state...>', 'in these states only').choices(STATES))
    .addOption(
      new Option('--format <format>', 'table for people, json for programs')
        .choices(['table', 'json'])
        .default('table'),
    )
    .addHelpText(
      'after',
      `
Examples:
  posture runs --state running waiting
  posture runs --state failed --format json`,
    )
    .action(async (options: RunsOptions, command: Command) => {
      const { list } = await import('./runs.action');
      await list(options, command);
    });
}
