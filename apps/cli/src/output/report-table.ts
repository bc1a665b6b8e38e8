import { SEVERITIES } from '@posture/domain';
import type { FixLine, RuleCounts } from '@posture/evaluations';
import type { FindingReport, ScanReport } from '@posture/flows';
import { wrap } from './wrap';

const SHOWN_FINDINGS = 60;

/** The report for a person: what to mend first, the findings behind it, what nobody could tell. */
export function reportTable(report: ScanReport): string {
  return [
    headline(report),
    ...section('Fixes: one per root cause, the one with most risk upon it first', fixLines(report)),
    ...section('Findings', findingLines(report)),
    ...section('Figures to bring down', measureLines(report)),
    ...section('Not assessed, because it could not be read', notAssessedLines(report)),
    '',
    verdictLine(report),
  ].join('\n');
}

export function fixLines(report: ScanReport): string[] {
  return report.fixes.flatMap((fix, index) => [
    ...wrap(fix.title, `${String(index + 1).padStart(2)}. `),
    ...wrap(`concerns ${findings(fix.concerns.length)} (worst: ${fix.worst.severity})`, '    '),
    ...pathLines(fix),
  ]);
}

export function verdictLine({ summary }: ScanReport): string {
  const { match, clear, not_assessed: notAssessed, not_applicable: notApplicable } = summary.rules;
  return (
    `Rules: ${match} matched, ${clear} clear, ${notAssessed} not assessed, ${notApplicable} not applicable.\n` +
    `Verdicts: ${summary.match} match, ${summary.clear} clear, ${summary.notAssessed} not assessed.`
  );
}

/** `45 findings (7 critical, 16 high)`, the worst first. */
export function countLine({ findings: all, summary }: ScanReport): string {
  const counts = [...SEVERITIES]
    .reverse()
    .filter((severity) => summary.bySeverity[severity] > 0)
    .map((severity) => `${summary.bySeverity[severity]} ${severity}`);
  return `${findings(all.length)}${counts.length === 0 ? '' : ` (${counts.join(', ')})`}`;
}

function headline(report: ScanReport): string {
  const { connection, profile, sync } = report;
  const seconds = Math.round((Date.parse(sync.finishedAt) - Date.parse(sync.startedAt)) / 1000);
  const { nodes, edges } = sync.changes;
  return [
    `${connection.domain}, profile ${profile}: ${countLine(report)}`,
    `Read with ${sync.requests} requests in ${seconds} s. Since the last scan: objects ${changes(nodes)}; relations ${changes(edges)}.`,
  ].join('\n');
}

function changes({ added, changed, closed }: ScanReport['sync']['changes']['nodes']): string {
  return `${added} new, ${changed} changed, ${closed} gone`;
}

export function findingLines({ findings: all, rules }: ScanReport): string[] {
  const leading = all.filter(({ supersededBy }) => supersededBy === null);
  const counts = new Map(rules.map((each) => [each.rule, each]));
  const lines = leading
    .slice(0, SHOWN_FINDINGS)
    .flatMap((finding) => findingLine(finding, groupSize(finding, counts.get(finding.rule))));
  if (leading.length > SHOWN_FINDINGS)
    lines.push(`… and ${leading.length - SHOWN_FINDINGS} more (--format json has all)`);
  return lines;
}

function findingLine({ severity, score, title, rule }: FindingReport, size: string): string[] {
  return wrap(`${title}${size} (${rule})`, `${severity.padEnd(13)} ${String(score).padStart(3)}  `);
}

/** ` [312 of 2,000]`: members of a group of the tenant, out of the subjects that could be assessed; empty for a single one. */
function groupSize({ members, count, subject }: FindingReport, counts: RuleCounts | undefined): string {
  if (members.length === 0) return '';
  // Subjects of other groups, or members kept from an earlier scan, would make this a share of something else.
  if (subject.kind !== 'Org' || counts?.match !== count) return ` [${figure(count)}]`;
  return ` [${share(count, counts.match + counts.clear, counts.notAssessed)}]`;
}

function measureLines({ measures }: ScanReport): string[] {
  return measures.flatMap(({ rule, title, count, of, notAssessed }) =>
    wrap(`${title}: ${share(count, of, notAssessed)} (${rule})`, ''),
  );
}

function share(count: number, of: number, notAssessed: number): string {
  const unknown = notAssessed === 0 ? '' : `, ${figure(notAssessed)} not assessed`;
  return `${figure(count)} of ${figure(of)}${unknown}`;
}

function figure(count: number): string {
  return count.toLocaleString('en');
}

/** By what is missing, because that is what an administrator can act on. */
export function notAssessedLines({ notAssessed }: ScanReport): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { rule, reason, isOptional } of notAssessed)
    if (!isOptional) byReason.set(reason, (byReason.get(reason) ?? new Set()).add(rule));
  const optional = new Set(notAssessed.flatMap(({ rule, isOptional }) => (isOptional ? [rule] : [])));
  const unlockable = 'a licence, or a list only you have, would unlock (--format json names what)';
  const lines = optional.size === 0 ? [] : wrap(unlockable, `${String(optional.size).padStart(3)} rules  `);
  return [...byReason]
    .sort(([, a], [, b]) => b.size - a.size)
    .flatMap(([reason, rules]) =>
      wrap(reason, `${String(rules.size).padStart(3)} ${rules.size === 1 ? 'rule ' : 'rules'}  `),
    )
    .concat(lines);
}

function pathLines({ worst }: FixLine): string[] {
  return worst.path.length === 0 ? [] : wrap(worst.path.join(' → '), '    path: ');
}

function findings(count: number): string {
  return count === 1 ? '1 finding' : `${count} findings`;
}

export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}
