import type { Command } from 'commander';
import type { FindingNews } from '@posture/findings';
import type { CredentialOptions } from '../credential-options';
import { globalOptions } from '../global-options';
import { configOf, withApp } from '../open-app';
import { connectRequest, openLink } from '../open-link';
import { newsLine } from '../output/news-line';
import { progressView } from '../output/progress';
import { countLine } from '../output/report-table';
import { note, say } from '../output/say';
import { scanHere } from '../scan-here';
import { choicesOf } from '../scan-options';
import type { ReadingOptions } from '../scan-options';
import { stopSignal } from '../stop-signal';
import { watchHere } from '../watch-here';

export interface WatchOptions extends CredentialOptions, Omit<ReadingOptions, 'include'> {
  readonly lookBack: number;
  readonly format: 'table' | 'jsonl';
}

export async function watch(options: WatchOptions, command: Command): Promise<void> {
  const config = configOf(command, { activityDays: options.lookBack });
  const request = connectRequest(options);
  // A typing mistake is said at once, and makes no data directory.
  const { link } = await openLink(request, config);
  await link.close();
  const quiet = globalOptions(command).quiet ?? false;
  const { signal, release } = stopSignal();
  const view = await progressView(quiet);
  const input = { profile: options.profile, read: choicesOf(options), acceptDisappearance: false, activityDays: 0 };
  const tell = (news: FindingNews) => say(options.format === 'jsonl' ? JSON.stringify(jsonOf(news)) : newsLine(news));
  try {
    await withApp(config, async (app) => {
      const { report } = await scanHere(app, request, input, { onProgress: view.onProgress, signal });
      view.stop();
      if (!quiet) note(`${report.connection.domain}: ${countLine(report)} stand. Following the log, until Ctrl-C:`);
      await watchHere(app, report.connection.id, signal, tell);
    });
  } finally {
    view.stop();
    release();
  }
}

function jsonOf({ type, at, finding }: FindingNews): object {
  const { id, rule, severity, score, status, subject, title, why, evidence } = finding;
  const { kind, externalId, name } = subject;
  const told = { id, rule, severity, score, status, subject: { kind, externalId, name }, title, why, evidence };
  return { at: at.toISOString(), change: type, finding: told };
}
