import { OKTA_RESOURCES, SEVERITIES, VERDICTS, atLeastAsSevere } from '@posture/domain';
import type { Coverage, CoverageState, OktaResource, ReadStats, Severity, SubjectRef, Verdict } from '@posture/domain';
import { rankFixes } from '@posture/findings';
import type { Finding, Fix, FixableFinding } from '@posture/findings';
import type { SyncLease } from '@posture/inventory';
import { InventoryReader } from '@posture/inventory';
import type { EngineStores } from '../engine-stores';
import type { JudgedRule } from '../judge';
import { subjectRef } from '../judge';
import type { ScanRequest, WaveResult } from '../scan-types';
import { SCAN_REPORT_SCHEMA } from './scan-report';
import type {
  CoverageReport,
  FindingReport,
  FixReport,
  MeasureReport,
  NotAssessedReport,
  ReportedSubject,
  ScanReport,
  SummaryReport,
} from './scan-report';

const SHOWN_MEMBERS = 100;
const SHOWN_FIXES = 10;
const PAGE = 500;

/** Puts the last wave's verdicts, the findings as they now stand and what was read into the document. */
export async function buildReport(
  stores: EngineStores,
  request: ScanRequest,
  lease: SyncLease,
  read: ReadStats,
  last: WaveResult,
): Promise<ScanReport> {
  await stores.scans.recordVerdicts(last.scanId, last.judged);
  const reader = new InventoryReader(stores.database, lease.connectionId);
  const findings = await presentFindings(stores, request);
  const grouped = new Set(
    request.rules.filter(({ file }) => typeof file.report === 'object').map(({ file }) => file.id),
  );
  const members = await stores.findings.membersOf(findings.filter(({ rule }) => grouped.has(rule)).map(({ id }) => id));
  const view = await reader.version(last.merged.version);
  return {
    schema: SCAN_REPORT_SCHEMA,
    connection: {
      id: request.connection.id,
      name: request.connection.name,
      provider: request.connection.provider,
      domain: new URL(request.connection.orgUrl).host,
    },
    profile: request.profile,
    asOf: last.context.asOf.toISOString(),
    sync: {
      startedAt: lease.startedAt.toISOString(),
      finishedAt: stores.clock.now().toISOString(),
      requests: read.requests,
      requestsByBucket: read.requestsByBucket,
      throttledMs: read.throttledMs,
      version: view.version,
      changes: await stores.changesOf(lease),
      coverage: coverageReport(await reader.coverage(view.version)),
    },
    summary: summaryOf(last.judged, findings),
    findings: findings.map((finding) =>
      findingReport(finding, members.get(finding.id) ?? [], request.allMembers ?? false),
    ),
    fixes: rankFixes(fixable(findings, request, last), SHOWN_FIXES).map(fixReport),
    measures: measuresReport(last.judged),
    notAssessed: notAssessedReport(last.judged),
  };
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

function summaryOf(judged: readonly JudgedRule[], findings: readonly Finding[]): SummaryReport {
  const total = (verdict: Verdict) => judged.reduce((sum, { counts }) => sum + counts[verdict], 0);
  const rules = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const result of judged) rules[verdictOfRule(result)] += 1;
  const bySeverity = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const finding of findings) if (finding.status !== 'suppressed') bySeverity[finding.severity] += 1;
  return {
    match: total('match'),
    clear: total('clear'),
    notAssessed: total('not_assessed'),
    notApplicable: total('not_applicable'),
    rules,
    bySeverity,
  };
}

/** A rule is clear only when it assessed every subject it has business with, those that nobody saw included. */
function verdictOfRule({ counts, reasons }: JudgedRule): Verdict {
  if (counts.match > 0) return 'match';
  if (counts.not_assessed > 0 || reasons.length > 0) return 'not_assessed';
  return counts.clear > 0 ? 'clear' : 'not_applicable';
}

const WORST_FIRST: readonly CoverageState[] = ['failed', 'forbidden', 'partial', 'not_read', 'unlicensed', 'complete'];

/** One line a resource: what the read of the whole says it lacks, or else the worst of its lists. */
function coverageReport(rows: readonly Coverage[]): CoverageReport[] {
  const byResource = new Map<string, Coverage[]>();
  for (const row of rows) {
    const lists = byResource.get(row.resource);
    if (lists === undefined) byResource.set(row.resource, [row]);
    else lists.push(row);
  }
  return Object.keys(OKTA_RESOURCES).flatMap((resource) => {
    const lists = byResource.get(resource);
    return lists === undefined ? [] : [coverageOf(resource as OktaResource, lists)];
  });
}

function coverageOf(resource: OktaResource, lists: readonly Coverage[]): CoverageReport {
  const whole = lists.find(({ parent }) => parent === '');
  const worst = lists.reduce((a, b) => (WORST_FIRST.indexOf(b.state) < WORST_FIRST.indexOf(a.state) ? b : a));
  // A list that was distrusted afterwards is worse than the whole was when it had been read.
  const { state, reason, missing } = whole === undefined || whole.state === 'complete' ? worst : whole;
  const counted = isPerParent(resource) ? lists.filter(({ parent }) => parent !== '') : lists;
  return { resource, state, reason, missing, records: counted.reduce((sum, { records }) => sum + records, 0) };
}

function isPerParent(resource: string): boolean {
  return 'per' in OKTA_RESOURCES[resource as OktaResource];
}

function findingReport(finding: Finding, members: readonly SubjectRef[], all: boolean): FindingReport {
  return {
    id: finding.id,
    rule: finding.rule,
    severity: finding.severity,
    score: finding.score,
    status: finding.status,
    supersededBy: finding.supersededBy,
    subject: reported(finding.subject),
    count: finding.count,
    members: (all ? members : members.slice(0, SHOWN_MEMBERS)).map(reported),
    title: finding.title,
    why: finding.why,
    evidence: finding.evidence,
  };
}

function reported({ kind, externalId, name }: SubjectRef): ReportedSubject {
  return { kind, externalId, name };
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

function fixReport(fix: Fix): FixReport {
  const root =
    fix.root.type === 'subject'
      ? reported(fix.root.subject)
      : { edge: fix.root.edge.kind, from: reported(fix.root.edge.from), to: reported(fix.root.edge.to) };
  const { rule, severity, path } = fix.worst;
  const first = path[0];
  return {
    title: fix.title,
    root,
    closes: fix.closes,
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

function measuresReport(judged: readonly JudgedRule[]): MeasureReport[] {
  return judged
    .filter(({ rule }) => rule.file.report === 'measure')
    .map(({ rule, counts }) => ({
      rule: rule.file.id,
      title: rule.file.title,
      count: counts.match,
      of: counts.match + counts.clear,
      notAssessed: counts.not_assessed,
    }));
}

/** One line a rule and reason: several resources may be out of reach for the same one. */
function notAssessedReport(judged: readonly JudgedRule[]): NotAssessedReport[] {
  const lines = new Map<string, NotAssessedReport>();
  for (const { rule, reasons } of judged) {
    for (const { reason, missing, subjects } of reasons) {
      const line = { rule: rule.file.id, severity: rule.file.severity, subjects, reason, missing };
      const id = JSON.stringify([line.rule, reason, missing]);
      if (subjects > (lines.get(id)?.subjects ?? -1)) lines.set(id, line);
    }
  }
  return [...lines.values()].sort(
    (a, b) =>
      (a.severity === b.severity ? 0 : atLeastAsSevere(a.severity, b.severity) ? -1 : 1) || (a.rule < b.rule ? -1 : 1),
  );
}
