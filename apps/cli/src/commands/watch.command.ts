import { Command, Option } from 'commander';
import { withCredential } from '../credential-options';
import { factorsOption, profileOption } from '../scan-options';
import { wholeDays } from '../whole-days';
import type { WatchOptions } from './watch.action';

export function watchCommand(): Command {
  return withCredential(new Command('watch'))
    .description('Read the org once, then follow its System Log: one line for each finding as it appears or goes.')
    .addOption(profileOption())
    .addOption(factorsOption())
    .addOption(
      new Option('--look-back <days>', 'days of the past that are read beside it, for what is new about somebody')
        .argParser(wholeDays)
        .default(30),
    )
    .addOption(
      new Option('--format <format>', 'table for people, jsonl for programs')
        .choices(['table', 'jsonl'])
        .default('table'),
    )
    .addHelpText(
      'after',
      `
Ctrl-C ends it; the next one goes on where it ended. Nothing is ever written to Okta.

Examples:
  posture watch --okta-domain acme.okta.com --token-env OKTA_TOKEN
  posture watch --okta-domain acme.okta.com --token-env OKTA_TOKEN --format jsonl --quiet`,
    )
    .action(async (options: WatchOptions, command: Command) => {
      const { watch } = await import('./watch.action');
      await watch(options, command);
    });
}
