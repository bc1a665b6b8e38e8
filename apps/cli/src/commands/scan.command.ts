import { Command, Option } from 'commander';
import { SEVERITIES } from '@posture/domain';
import { withCredential } from '../credential-options';
import { factorsOption, profileOption } from '../scan-options';
import { wholeDays } from '../whole-days';
import type { ScanCommandOptions } from './scan.action';

export function scanCommand(): Command {
  return withCredential(new Command('scan'))
    .description('Read the org, judge it and print findings, fixes and what could not be assessed.')
    .addOption(profileOption())
    .addOption(factorsOption())
    .addOption(
      new Option(
        '--include <what...>',
        'client-secrets: their age and status (Okta logs each read; the value is dropped at once)',
      ).choices(['client-secrets']),
    )
    .addOption(
      new Option('--fail-on <severity>', 'least severity that counts for the exit code')
        .choices(SEVERITIES.slice(1))
        .default('low'),
    )
    .option('--baseline <file>', 'what an earlier scan found: its json, or what --write-baseline wrote')
    .addOption(
      new Option('--fail-on-new <severity>', 'only what the baseline does not hold counts, from this severity on')
        .choices(SEVERITIES.slice(1))
        .conflicts('failOn'),
    )
    .option('--write-baseline <file>', 'keep what this scan found as a baseline')
    .addOption(
      new Option('--format <format>', 'table or html for people, json or ocsf for programs')
        .choices(['table', 'json', 'ocsf', 'html'])
        .default('table'),
    )
    .addOption(
      new Option('--activity <days>', 'days of the System Log that are read and judged too; 0 leaves it out')
        .argParser(wholeDays)
        .default(7),
    )
    .option('--out <file>', 'write the result to a file instead of standard output')
    .option(
      '--accept-disappearance',
      'believe it this once when much of a list, or all of it, is gone: it was really deleted in Okta',
    )
    .option('--all-members', 'give all members of grouped findings in json and ocsf, not the first 100')
    .addHelpText(
      'after',
      `
Exit code, for rules and findings at or above --fail-on:
  0  every rule was assessed and is clear       1  there are findings that nobody suppressed
  2  none found, but not all could be assessed  3  error
What nobody uses is known for as long as the log was read: --activity 90 once, then less is enough. Rules that only a
licence or a list of yours would unlock do not count.

With --baseline and --fail-on-new, 1 says that there are findings the baseline does not hold, or holds as less severe; they
are told on standard error. What could not be assessed is not taken for old: 2 stays 2. A baseline that cannot be read, or is
another org's, is an error before anything is read or judged. A grouped finding that grows is the same finding.

Examples:
  posture scan --okta-domain acme.okta.com --token-env OKTA_TOKEN
  posture scan --okta-domain acme.okta.com --client-id 0oa1b2c3 --private-key-file okta-private-key.json --fail-on high
  posture scan --okta-domain acme.okta.com --token-file token.txt --format json --out scan.json --quiet
  posture scan --okta-domain acme.okta.com --token-env OKTA_TOKEN --baseline baseline.json --fail-on-new high

Inventory and findings stay in the data directory: the next scan says what changed, and one that was stopped (Ctrl-C)
goes on where it ended. Nothing is ever written to Okta. docs/reference/scan-report.schema.json describes the json.`,
    )
    .action(async (options: ScanCommandOptions, command: Command) => {
      const { scan } = await import('./scan.action');
      await scan(options, command);
    });
}
