import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { DomainError, SEVERITIES } from '@posture/domain';
import type { RuleFile, Severity } from '@posture/domain';
import { exitCodeOf, openOkta, toOcsf } from '@posture/flows';
import type { LinkRequest, ScanCall, ScanOptions, ScanReport } from '@posture/flows';
import { systemClock } from '@posture/platform';
import { readCredential, withCredential } from '../credential-options';
import type { CredentialOptions } from '../credential-options';
import { configOf, globalOptions, withEngine } from '../open-engine';
import { progressView } from '../output/progress';
import { EXIT_ERROR, note, say, sayError } from '../output/say';
import { reportTable } from '../output/report-table';
import { stopSignal } from '../stop-signal';

interface ScanCommandOptions extends CredentialOptions {
  readonly profile: ScanOptions['profile'];
  readonly factors: ScanOptions['factors'];
  readonly include?: readonly string[];
  readonly failOn: Severity;
  readonly format: 'table' | 'json' | 'ocsf';
  readonly out?: string;
  readonly allMembers?: boolean;
  readonly acceptDisappearance?: boolean;
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

Examples:
  posture scan --okta-domain acme.okta.com --token-env OKTA_TOKEN
  posture scan --okta-domain acme.okta.com --client-id 0oa1b2c3 --private-key-file okta-private-key.json --fail-on high
  posture scan --okta-domain acme.okta.com --token-file token.txt --format json --out scan.json --quiet

Inventory and findings stay in the data directory: the next scan says what changed, and one that was stopped (Ctrl-C)
goes on where it ended. Nothing is ever written to Okta. docs/reference/scan-report.schema.json describes the json.`,
    )
    .action(async (options: ScanCommandOptions, command: Command) => {
      const request = { domain: options.oktaDomain, credential: readCredential(options) };
      await refuseBadInput({ ...request, allowLoopback: configOf(command).allowLoopback });
      if (options.out !== undefined) refuseUnwritable(options.out);
      const stop = stopSignal();
      const quiet = globalOptions(command).quiet ?? false;
      const view = progressView(quiet);
      try {
        await withEngine(command, async (engine) => {
          const connection = await engine.connect(request, stop.signal);
          const { report, projection } = await engine.scan(connection.id, scanOptions(options), view, stop.signal);
          view.stop();
          const text = render(report, options, engine.rules);
          if (options.out === undefined) say(text);
          else {
            write(options.out, text);
            if (!quiet) note(`Written to ${options.out}.`);
          }
          process.exitCode = exitCodeOf(report, options.failOn);
          if (projection !== null) sayProjectionFailed(projection);
        });
      } finally {
        view.stop();
        stop.release();
      }
    });
}

/** The findings are what was asked for and they stand; that the graph is behind must not go unnoticed. */
function sayProjectionFailed(projection: DomainError): void {
  sayError(projection);
  note(
    'The findings stand; only the graph in Neo4j is behind. The next scan or "posture graph rebuild" brings it forward.',
  );
  process.exitCode = EXIT_ERROR;
}

/** A typing mistake is said at once, and makes no data directory. */
async function refuseBadInput(request: LinkRequest): Promise<void> {
  await openOkta(request, systemClock).close();
}

/** Before minutes of reading, not after them. */
function refuseUnwritable(file: string): void {
  try {
    accessSync(existsSync(file) ? file : dirname(resolve(file)), constants.W_OK);
    if (existsSync(file) && statSync(file).isDirectory()) throw new Error('a directory');
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text === '' ? '' : `${text}\n`, { mode: 0o600 });
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

function unwritable(file: string, cause: unknown): DomainError {
  return new DomainError('out.unwritable', 'invalid', `The file ${file} cannot be written.`, {
    field: '--out',
    remedy: 'Give a path in a folder this user may write to.',
    cause,
  });
}

function scanOptions(options: ScanCommandOptions): ScanCall {
  return {
    profile: options.profile,
    factors: options.factors,
    includeClientSecrets: options.include?.includes('client-secrets') ?? false,
    allMembers: options.allMembers ?? false,
    acceptDisappearance: options.acceptDisappearance ?? false,
  };
}

function render(report: ScanReport, { format }: ScanCommandOptions, rules: readonly RuleFile[]): string {
  if (format === 'json') return JSON.stringify(report, null, 2);
  if (format === 'table') return reportTable(report);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return report.findings.map((finding) => JSON.stringify(toOcsf(finding, report, byId.get(finding.rule)!))).join('\n');
}
