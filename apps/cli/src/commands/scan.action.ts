import type { Command } from 'commander';
import type { DomainError, RuleFile, Severity } from '@posture/domain';
import { PostureReports, Providers, exitCodeOf, renderReport, toBaseline, toOcsf } from '@posture/flows';
import type { ScanInput, ScanReport } from '@posture/flows';
import { openBaseline } from '../baseline-file';
import type { CredentialOptions } from '../credential-options';
import { globalOptions } from '../global-options';
import { configOf, withApp } from '../open-app';
import { connectRequest, openLink } from '../open-link';
import { refuseUnwritable, writeOut } from '../output/out-file';
import { progressView } from '../output/progress';
import { EXIT_ERROR, note, say, sayError } from '../output/say';
import { reportTable } from '../output/report-table';
import { scanHere } from '../scan-here';
import { choicesOf } from '../scan-options';
import type { ReadingOptions } from '../scan-options';
import { stopSignal } from '../stop-signal';

export interface ScanCommandOptions extends CredentialOptions, ReadingOptions {
  readonly failOn: Severity;
  readonly baseline?: string;
  readonly failOnNew?: Severity;
  readonly writeBaseline?: string;
  readonly format: 'table' | 'json' | 'ocsf' | 'html';
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
  const baseline = openBaseline(options, { provider: request.provider, domain: new URL(link.origin).host });
  await link.close();
  if (options.out !== undefined) refuseUnwritable(options.out, '--out');
  if (options.writeBaseline !== undefined) refuseUnwritable(options.writeBaseline, '--write-baseline');
  const stop = stopSignal();
  const quiet = globalOptions(command).quiet ?? false;
  const view = await progressView(quiet);
  try {
    await withApp(config, async (app) => {
      const { scanId, report, projection } = await scanHere(app, request, inputOf(options), {
        allMembers: options.allMembers ?? false,
        onProgress: view.onProgress,
        signal: stop.signal,
      });
      view.stop();
      const text =
        options.format === 'html'
          ? renderReport(await app.get(PostureReports).of(report, scanId))
          : render(report, options, app.get(Providers).rules);
      if (options.out === undefined) say(text);
      else {
        writeOut(options.out, text, '--out');
        if (!quiet) note(`Written to ${options.out}.`);
      }
      process.exitCode = baseline?.exitCodeOf(report) ?? exitCodeOf(report, options.failOn);
      if (options.writeBaseline !== undefined)
        writeOut(options.writeBaseline, JSON.stringify(toBaseline(report), null, 2), '--write-baseline');
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
