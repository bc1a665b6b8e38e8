import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import type { RuleFile, Severity } from '@posture/domain';
import { Providers, exitCodeOf, toOcsf } from '@posture/flows';
import type { ScanInput, ScanReport } from '@posture/flows';
import type { CredentialOptions } from '../credential-options';
import { globalOptions } from '../global-options';
import { configOf, withApp } from '../open-app';
import { connectRequest, openLink } from '../open-link';
import { progressView } from '../output/progress';
import { EXIT_ERROR, note, say, sayError } from '../output/say';
import { reportTable } from '../output/report-table';
import { scanHere } from '../scan-here';
import { choicesOf } from '../scan-options';
import type { ReadingOptions } from '../scan-options';
import { stopSignal } from '../stop-signal';

export interface ScanCommandOptions extends CredentialOptions, ReadingOptions {
  readonly failOn: Severity;
  readonly format: 'table' | 'json' | 'ocsf';
  readonly out?: string;
  readonly allMembers?: boolean;
  readonly acceptDisappearance?: boolean;
  readonly activity: number;
}

export async function scan(options: ScanCommandOptions, command: Command): Promise<void> {
  const config = configOf(command);
  // Read once: what comes from standard input comes once.
  const request = connectRequest(options);
  // A typing mistake is said at once, and makes no data directory.
  const { link } = await openLink(request, config);
  await link.close();
  if (options.out !== undefined) refuseUnwritable(options.out);
  const stop = stopSignal();
  const quiet = globalOptions(command).quiet ?? false;
  const view = await progressView(quiet);
  try {
    await withApp(config, async (app) => {
      const { report, projection } = await scanHere(app, request, inputOf(options), {
        allMembers: options.allMembers ?? false,
        onProgress: view.onProgress,
        signal: stop.signal,
      });
      view.stop();
      const text = render(report, options, app.get(Providers).rules);
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
}

/** The findings are what was asked for and they stand; that the graph is behind must not go unnoticed. */
function sayProjectionFailed(projection: DomainError): void {
  sayError(projection);
  note(
    'The findings stand; only the graph in Neo4j is behind. The next scan or "posture graph rebuild" brings it forward.',
  );
  process.exitCode = EXIT_ERROR;
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

function inputOf(options: ScanCommandOptions): ScanInput {
  return {
    profile: options.profile,
    read: choicesOf(options),
    acceptDisappearance: options.acceptDisappearance ?? false,
    activityDays: options.activity,
  };
}

function render(report: ScanReport, { format }: ScanCommandOptions, rules: readonly RuleFile[]): string {
  if (format === 'json') return JSON.stringify(report, null, 2);
  if (format === 'table') return reportTable(report);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return report.findings.map((finding) => JSON.stringify(toOcsf(finding, report, byId.get(finding.rule)!))).join('\n');
}
