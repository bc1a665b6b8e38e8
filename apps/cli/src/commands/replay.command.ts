import { Command, Option } from 'commander';
import { SEVERITIES } from '@posture/domain';
import { profileOption } from '../scan-options';
import type { ReplayOptions } from './replay.action';
import { formatOption } from './list-options';

export function replayCommand(): Command {
  return new Command('replay')
    .description(
      'Judge System Log events by the detections: of a file, without org or database, or what is kept of a connection.',
    )
    .option('--events <file>', 'a JSON array or one event a line, plain or gzip; - for standard input')
    .option('--connection <id>', 'what is kept of its log, beside what was found then')
    .option('--from <instant>', 'with --connection: from when on, such as 2026-03-02')
    .option('--to <instant>', 'with --connection: until when; as far as the log was read unless told')
    .option('--rule <id...>', 'only these, also those that are off by default or only add to a risk')
    .option('--param <rule.name=value...>', 'another value of a parameter; of a list, values with commas')
    .option('--provider <name>', 'whose events they are', 'okta')
    .addOption(profileOption())
    .addOption(
      new Option('--fail-on <severity>', 'least severity that counts for the exit code')
        .choices(SEVERITIES.slice(1))
        .default('low'),
    )
    .addOption(formatOption())
    .action(async (options: ReplayOptions, command: Command) => {
      const { replayEvents } = await import('./replay.action');
      await replayEvents(options, command);
    });
}
