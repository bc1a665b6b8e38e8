import { Option } from 'commander';
import type { Command } from 'commander';
import { alsoElsewhere } from '../elsewhere';
import type { ReportOptions } from './report.action';

export function reportCommand(): Command {
  return alsoElsewhere('report')
    .description(
      'What the last scan said, for people: one page of HTML, or how the org stands to a framework of controls.',
    )
    .option('--connection <id or domain>', 'whose; may be left out while there is only one')
    .addOption(
      new Option('--framework <name>', 'controls of DISA STIG V1R2, NIST 800-53, CIS v8 or OWASP NHI').choices([
        'stig',
        'nist',
        'cis',
        'nhi',
      ]),
    )
    .addOption(
      new Option('--format <format>', 'html; with --framework also table (then the default), csv or json').choices([
        'html',
        'table',
        'csv',
        'json',
      ]),
    )
    .option('--out <file>', 'write it to a file instead of standard output')
    .addHelpText(
      'after',
      `
The page stands by itself: it loads nothing, runs nothing and prints. A control passes only when all of its rules were
evaluated; those that are off in the profile of the last scan were not. Nothing is read from Okta.

Examples:
  posture report --out posture.html
  posture report --framework stig
  posture report --framework nist --format csv --out nist.csv`,
    )
    .action(async (options: ReportOptions, command: Command) => {
      const { report } = await import('./report.action');
      await report(options, command);
    });
}
