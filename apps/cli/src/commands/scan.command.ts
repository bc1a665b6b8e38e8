import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { SEVERITIES } from '@posture/domain';
import type { RuleFile, Severity } from '@posture/domain';
import { exitCodeOf, toOcsf } from '@posture/flows';
import type { ScanOptions, ScanReport } from '@posture/flows';
import { readCredential, withCredential } from '../credential-options';
import type { CredentialOptions } from '../credential-options';
import { globalOptions, withEngine } from '../open-engine';
import { progressView } from '../output/progress';
import { EXIT_ERROR, note, say, sayError } from '../output/say';
import { reportTable } from '../output/report-table';

interface ScanCommandOptions extends CredentialOptions {
  readonly profile: ScanOptions['profile'];
  readonly factors: ScanOptions['factors'];
  readonly include?: readonly string[];
  readonly failOn: Severity;
  readonly format: 'table' | 'json' | 'ocsf';
  readonly out?: string;
  readonly allMembers?: boolean;
}

export function scanCommand(): Command {
  return withCredential(new Command('scan'))
    .description('Read the org, judge it and print findings, fixes and what could not be assessed.')
    .addOption(
      new Option('--profile <name>', 'which rules, with which limits')
        .choices(['default', 'strict-gov', 'everything'])
        .default('default'),
    )
    .addOption(new Option('--factors <whose>', 'whose factors are read').choices(['admins', 'all']).default('admins'))
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
    .addOption(
      new Option('--format <format>', 'table for people, json or ocsf for programs')
        .choices(['table', 'json', 'ocsf'])
        .default('table'),
    )
    .option('--out <file>', 'write the result to a file instead of standard output')
    .option('--all-members', 'list all members of grouped findings in json, not the first 100')
    .addHelpText(
      'after',
      `
Exit code: 0 every rule at or above the bar was assessed and is clear, 1 there are findings, 2 none were found but some
rules could not be assessed, 3 error. The inventory and findings stay in the data directory: a second scan shows what changed.`,
    )
    .action(async (options: ScanCommandOptions, command: Command) => {
      const credential = readCredential(options);
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort(new Error('Stopped. The next scan continues where this one ended.')));
      const view = progressView(globalOptions(command).quiet ?? false);
      const { report, projection } = await withEngine(command, async (engine) => {
        const connection = await engine.connect({
          domain: options.oktaDomain,
          credential,
          allowLocal: options.allowLocal ?? false,
        });
        try {
          const scanned = await engine.scan(connection.id, scanOptions(options), view, stop.signal);
          const text = render(scanned.report, options, engine.rules);
          if (options.out === undefined) say(text);
          else writeFileSync(options.out, `${text}\n`, { mode: 0o600 });
          return scanned;
        } finally {
          view.stop();
        }
      });
      if (options.out !== undefined) note(`Written to ${options.out}.`);
      if (projection !== null) sayError(projection);
      process.exitCode = projection === null ? exitCodeOf(report, options.failOn) : EXIT_ERROR;
    });
}

export function scanOptions(options: Pick<ScanCommandOptions, 'profile' | 'factors' | 'include' | 'allMembers'>) {
  return {
    profile: options.profile,
    factors: options.factors,
    includeClientSecrets: options.include?.includes('client-secrets') ?? false,
    allMembers: options.allMembers ?? false,
  };
}

function render(report: ScanReport, { format }: ScanCommandOptions, rules: readonly RuleFile[]): string {
  if (format === 'json') return JSON.stringify(report, null, 2);
  if (format === 'table') return reportTable(report);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return report.findings.map((finding) => JSON.stringify(toOcsf(finding, report, byId.get(finding.rule)!))).join('\n');
}
