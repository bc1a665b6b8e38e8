import type { Backtest, ScanReport } from '@posture/flows';
import { countLine, findingLines, notAssessedLines, section, verdictLine } from './report-table';
import { wrap } from './wrap';

/** What was found in a file of events, for a person. */
export function replayTable(report: ScanReport): string {
  return [
    `${report.connection.name}, profile ${report.profile}: ${countLine(report)}`,
    activityLine(report),
    ...section('Findings', findingLines(report)),
    ...section('Not assessed', notAssessedLines(report)),
    '',
    verdictLine(report),
  ].join('\n');
}

/** With what was found at the time beside it. */
export function backtestTable({ report, leftOut, beside: { again, onlyNow, onlyThen } }: Backtest): string {
  const isNew = new Set(onlyNow);
  const then = onlyThen.flatMap(({ rule, title, from, to }) => wrap(`${title} (${rule}), ${from} to ${to}`, '  '));
  return [
    replayTable(report),
    '',
    ...(leftOut === 0 ? [] : [`Of its findings ${leftOut.toLocaleString('en')} more are left out, the least of them.`]),
    `Found then as now: ${again.length}. Now only: ${onlyNow.length}. Then only: ${onlyThen.length}.`,
    ...section(
      'Found now only',
      report.findings.filter(({ id }) => isNew.has(id)).flatMap(({ rule, title }) => wrap(`${title} (${rule})`, '  ')),
    ),
    ...section('Found then only', then),
  ].join('\n');
}

function activityLine({ activity }: ScanReport): string {
  if (activity === null || activity.from === null) return 'No event could be judged.';
  const { from, to, events, duplicates, own, unusable } = activity;
  const aside = Object.entries(unusable).map(([reason, count]) => `${count} ${reason.replace('_', ' ')}`);
  const parts = [
    `${events.toLocaleString('en')} events from ${from} to ${to ?? from}`,
    ...(duplicates === 0 ? [] : [`${duplicates} of them twice`]),
    ...(own === 0 ? [] : [`${own} of our own not judged`]),
    ...(aside.length === 0 ? [] : [`set aside: ${aside.join(', ')}`]),
  ];
  return `Judged ${parts.join('; ')}.`;
}
