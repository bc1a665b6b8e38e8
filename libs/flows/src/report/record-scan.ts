import type { Coverage, SubjectRef } from '@posture/domain';
import { coverageLines, summaryOf } from '@posture/evaluations';
import type { FixLine, ReadFigures, RuleOutcome, ScanRecord } from '@posture/evaluations';
import { rankFixes } from '@posture/findings';
import type { Finding, Fix, FixableFinding } from '@posture/findings';
import type { ResolvedRule } from '@posture/rule-engine';
import type { SaidActivity } from '../activity/said-activity';
import { digestOf } from '../bulk';
import type { VersionView } from '../graphs';
import { subjectRef } from '../judge';
import type { JudgedRule } from '../judge';
import type { Provider } from '../providers';
import { reported } from './scan-documents';

const SHOWN_FIXES = 10;

/** What a scan ends with. */
export interface SaidScan {
  readonly rules: readonly ResolvedRule[];
  readonly context: VersionView;
  readonly judged: readonly JudgedRule[];
  /** Present ones of those rules, worst first. */
  readonly findings: readonly Finding[];
  readonly coverage: readonly Coverage[];
  readonly read: ReadFigures;
  /** What was judged of the log; null: nothing of it. */
  readonly detected: SaidActivity | null;
}

/** The last judgement, the findings as they now stand and what was read, as it is kept. */
export function recordOf({ rules, context, judged, findings, coverage, read, detected }: SaidScan): ScanRecord {
  const open = findings.filter(({ status }) => status !== 'suppressed');
  return {
    read,
    coverage: [
      ...coverageLines(coverage, context.provider.catalogue.resources),
      ...(detected === null ? [] : [detected.coverage]),
    ],
    activity: detected?.judged ?? null,
    fixes: rankFixes(fixable(open, rules, context), SHOWN_FIXES).map(fixLine),
    findings: findings.map(({ id }) => id),
    summary: summaryOf(
      [...judged, ...(detected?.outcomes ?? [])],
      open.map(({ severity }) => severity),
    ),
  };
}

export function outcomeOf(
  { rule: resolved, counts, reasons }: JudgedRule,
  { mapperSchema }: Pick<Provider, 'mapperSchema'>,
): RuleOutcome {
  const { id: rule, title, severity, report } = resolved.file;
  const digest = digestOf(resolved, mapperSchema);
  return { rule, title, severity, measure: report === 'measure', counts, reasons, digest };
}

/** Findings worth acting on by themselves. */
function fixable(findings: readonly Finding[], rules: readonly ResolvedRule[], context: VersionView): FixableFinding[] {
  const remedies = new Map(rules.map(({ file }) => [file.id, file.remediation.text.trim()]));
  return findings
    .filter((finding) => finding.severity !== 'informational' && remedies.has(finding.rule))
    .map((finding) => ({
      id: finding.id,
      rule: finding.rule,
      severity: finding.severity,
      score: finding.score,
      subject: finding.subject,
      owner: ownerOf(finding.subject, context),
      path: finding.evidence.path,
      remedy: remedies.get(finding.rule) ?? '',
    }));
}

/** What a subject hangs on; itself when on nothing. */
function ownerOf(subject: SubjectRef, context: VersionView): SubjectRef {
  const { provider, view } = context;
  const node = view.indexOf(subject.key);
  const owner = node < 0 ? null : provider.model.ownerOf(view, node);
  return owner === null ? subject : subjectRef(context, owner);
}

function fixLine(fix: Fix): FixLine {
  const { rule, severity, path } = fix.worst;
  const first = path[0];
  return {
    title: fix.title,
    root: reported(fix.root),
    concerns: fix.concerns,
    worst: {
      rule,
      severity,
      path: first === undefined ? [] : [nameOf(first.from), ...path.map((edge) => `${edge.kind} ${nameOf(edge.to)}`)],
    },
    subjects: fix.subjects.map(reported),
  };
}

function nameOf(subject: SubjectRef): string {
  return subject.name ?? subject.externalId;
}
