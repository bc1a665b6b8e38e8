import { Option } from 'commander';
import type { Command } from 'commander';
import { alsoElsewhere } from '../elsewhere';
import type { FindingsExportOptions } from './findings-export.action';

export function findingsExportCommand(): Command {
  return alsoElsewhere('export')
    .description('Write all findings a filter means to standard output, for spreadsheets and other programs.')
    .argument('[filter...]', 'which ones, such as severity:>=high is:present; all of them when left out')
    .addOption(
      new Option('--format <format>', 'csv for spreadsheets, ocsf for SIEMs (an event a line), json for programs')
        .choices(['csv', 'ocsf', 'json'])
        .default('csv'),
    )
    .addHelpText(
      'after',
      `
Examples:
  posture findings export > findings.csv
  posture findings export --format ocsf 'severity:>=high is:present' > findings.ocsf.jsonl
  posture findings export --format json -- -status:resolved 'rule:okta-path-*'`,
    )
    .action(async (filter: readonly string[], options: FindingsExportOptions, command: Command) => {
      const { exportFindings } = await import('./findings-export.action');
      await exportFindings(filter.join(' '), options, command);
    });
}
