import { OKTA_RESOURCES, SEVERITIES } from '@posture/domain';
import type { OktaResource } from '@posture/domain';
import type { FindingReport, FixReport, ScanReport } from '@posture/flows';

const SHOWN_FINDINGS = 60;
const WIDTH = 118;

/** The report for a person: what to mend first, the findings behind it, what nobody could tell. */
export function reportTable(report: ScanReport): string {
  return [
    headline(report),
    ...section('Fixes: one per root cause, the one that takes most risk away first', fixLines(report)),
    ...section('Findings', findingLines(report)),
    ...section('Not assessed', notAssessedLines(report)),
    '',
    verdictLine(report),
  ].join('\n');
}

export function fixLines(report: ScanReport): string[] {
  return report.fixes.flatMap((fix, index) => [
    cut(`${String(index + 1).padStart(2)}. ${fix.title}`),
    cut(`    closes ${fix.closes.length} (worst: ${fix.worst.severity} ${fix.worst.rule})${pathOf(fix)}`),
  ]);
}

export function verdictLine({ summary }: ScanReport): string {
  const { match, clear, not_assessed: notAssessed, not_applicable: notApplicable } = summary.rules;
  return (
    `Rules: ${match} matched, ${clear} clear, ${notAssessed} not assessed, ${notApplicable} not applicable. ` +
    `Verdicts: ${summary.match} match, ${summary.clear} clear, ${summary.notAssessed} not assessed.`
  );
}

function headline({ connection, profile, sync, findings, summary }: ScanReport): string {
  const seconds = Math.round((Date.parse(sync.finishedAt) - Date.parse(sync.startedAt)) / 1000);
  const counts = [...SEVERITIES]
    .reverse()
    .filter((severity) => summary.bySeverity[severity] > 0)
    .map((severity) => `${summary.bySeverity[severity]} ${severity}`);
  return [
    `${connection.domain}, profile ${profile}: ${findings.length} findings${counts.length === 0 ? '' : ` (${counts.join(', ')})`}`,
    `Read with ${sync.requests} requests in ${seconds} s; ${changesOf(sync)}.`,
  ].join('\n');
}

function changesOf({ changes }: ScanReport['sync']): string {
  const { nodes, edges } = changes;
  return `objects +${nodes.added} ~${nodes.changed} -${nodes.closed}, relations +${edges.added} ~${edges.changed} -${edges.closed}`;
}

function findingLines({ findings }: ScanReport): string[] {
  const leading = findings.filter(({ supersededBy }) => supersededBy === null);
  const lines = leading.slice(0, SHOWN_FINDINGS).map(findingLine);
  if (leading.length > SHOWN_FINDINGS)
    lines.push(`… and ${leading.length - SHOWN_FINDINGS} more (--format json has all)`);
  return lines;
}

function findingLine({ severity, score, title, rule, count }: FindingReport): string {
  const members = count > 1 ? ` [${count}]` : '';
  return cut(`${severity.padEnd(13)}${String(score).padStart(3)}  ${title}${members}  (${rule})`);
}

/** By what is missing, because that is what an administrator can act on. */
function notAssessedLines({ notAssessed }: ScanReport): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { rule, reason, missing } of notAssessed) {
    const line = missing === null ? reason : `${reason} Grant: ${missing}`;
    byReason.set(line, (byReason.get(line) ?? new Set()).add(rule));
  }
  return [...byReason].map(([reason, rules]) => cut(`${rules.size} rules: ${reason}`));
}

function pathOf({ worst }: FixReport): string {
  return worst.path.length === 0 ? '' : `: ${worst.path.join(' → ')}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function cut(line: string): string {
  return line.length <= WIDTH ? line : `${line.slice(0, WIDTH - 1)}…`;
}

export function resourceTitle(resource: string): string {
  return Object.hasOwn(OKTA_RESOURCES, resource) ? OKTA_RESOURCES[resource as OktaResource].title : resource;
}
