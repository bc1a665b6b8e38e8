import { OKTA_RESOURCES, SEVERITIES } from '@posture/domain';
import type { SubjectRef } from '@posture/domain';
import type { ReadStats } from '@posture/connectors';
import { coverageLines, summaryOf } from '@posture/evaluations';
import type { FixLine, RuleOutcome } from '@posture/evaluations';
import { rankFixes } from '@posture/findings';
import type { Finding, Fix, FixableFinding } from '@posture/findings';
import type { SyncLease } from '@posture/inventory';
import { InventoryReader } from '@posture/inventory';
import type { EngineStores } from '../engine-stores';
import type { JudgedRule } from '../judge';
import { subjectRef } from '../judge';
import type { ScanRequest, WaveResult } from '../scan-types';
import { reported } from './scan-documents';

const SHOWN_FIXES = 10;
const PAGE = 500;

/** Writes down what the scan said: the last wave's verdicts, the findings as they now stand and what was read. */
export async function recordScan(
  stores: EngineStores,
  request: ScanRequest,
  lease: SyncLease,
  { requests, requestsByBucket, throttledMs }: ReadStats,
  last: WaveResult,
): Promise<void> {
  const reader = new InventoryReader(stores.database, lease.connectionId);
  const findings = await presentFindings(stores, request);
  const open = findings.filter(({ status }) => status !== 'suppressed');
  await stores.evaluations.finish(last.scanId, {
    read: { requests, requestsByBucket, throttledMs, changes: await stores.changesOf(lease) },
    coverage: coverageLines(await reader.coverage(last.merged.version), OKTA_RESOURCES),
    fixes: rankFixes(fixable(findings, request, last), SHOWN_FIXES).map(fixLine),
    findings: findings.map(({ id }) => id),
    summary: summaryOf(
      last.judged.map(outcomeOf),
      open.map(({ severity }) => severity),
    ),
  });
}

export function outcomeOf({ rule: { file }, counts, reasons }: JudgedRule): RuleOutcome {
  const { id: rule, title, severity, report } = file;
  return { rule, title, severity, measure: report === 'measure', counts, reasons };
}

/** Those of the profile's rules; a finding of a rule that is off keeps its life but is not this scan's business. */
async function presentFindings(stores: EngineStores, request: ScanRequest): Promise<Finding[]> {
  const rules = new Set(request.rules.map(({ file }) => file.id));
  const all: Finding[] = [];
  for (;;) {
    const last = all.at(-1);
    const after =
      last === undefined ? null : { rank: SEVERITIES.indexOf(last.severity) + 1, score: last.score, id: last.id };
    const page = await stores.findings.list({ connectionId: request.connection.id }, PAGE, after);
    all.push(...page);
    if (page.length < PAGE) return all.filter((finding) => finding.present && rules.has(finding.rule));
  }
}

/** Findings worth acting on by themselves: the ones another stands for and the suppressed are not counted again. */
function fixable(findings: readonly Finding[], request: ScanRequest, { context }: WaveResult): FixableFinding[] {
  const remedies = new Map(request.rules.map(({ file }) => [file.id, file.remediation.text.trim()]));
  return findings
    .filter((finding) => finding.status !== 'suppressed')
    .filter((finding) => finding.severity !== 'informational')
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

/** What a subject hangs on, so that one change there closes findings on both. */
function ownerOf(subject: SubjectRef, context: WaveResult['context']): SubjectRef {
  const { view } = context;
  const node = view.indexOf(subject.key);
  if (node < 0) return subject;
  const owner =
    view.out(node, 'AUTHENTICATES_AS')[0] ??
    view.out(node, 'CREDENTIAL_OF')[0] ??
    view.in(node, 'HAS_GRANT')[0] ??
    view.in(node, 'HAS_ROLE_ASSIGNMENT')[0] ??
    (subject.kind === 'PolicyRule' ? view.in(node, 'CONTAINS')[0] : undefined);
  return owner === undefined ? subject : subjectRef(context, owner);
}

function fixLine(fix: Fix): FixLine {
  const root =
    fix.root.type === 'subject'
      ? reported(fix.root.subject)
      : { edge: fix.root.edge.kind, from: reported(fix.root.edge.from), to: reported(fix.root.edge.to) };
  const { rule, severity, path } = fix.worst;
  const first = path[0];
  return {
    title: fix.title,
    root,
    concerns: fix.closes,
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
