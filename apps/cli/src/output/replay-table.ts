import type { ScanReport } from '@posture/flows';
import { countLine, findingLines, notAssessedLines, section, verdictLine } from './report-table';

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
