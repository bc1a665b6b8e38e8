import { DomainError } from '@posture/domain';
import type { FailedRequest, SubjectRef } from '@posture/domain';
import { countsOf, measuresOf, notAssessedOf } from '@posture/evaluations';
import type { EvaluationStore, FixSubject, ReadFigures, Scan, ScanRecord } from '@posture/evaluations';
import type { Finding, FindingStore } from '@posture/findings';
import type { ConnectionStore } from '@posture/inventory';
import { SCAN_REPORT_SCHEMA } from './scan-report';
import type { FindingReport, ScanReport, SyncReport } from './scan-report';

const SHOWN_MEMBERS = 100;

/** How a tenant was read, to the last request that went wrong. */
export interface SyncSession extends SyncReport {
  /** Of each resource that differs from before; null: it was not counted. */
  readonly resources: Readonly<Record<string, ReadFigures['changes']>> | null;
  /** Requests that went wrong; null: it was not counted. */
  readonly failed: number | null;
  /** The first of them. */
  readonly failures: readonly FailedRequest[];
}

/** The document of a scan: what the evaluation said, with its findings as they now stand. */
export class ScanDocuments {
  constructor(
    private readonly evaluations: EvaluationStore,
    private readonly findings: FindingStore,
    private readonly connections: ConnectionStore,
  ) {}

  /**
   * @param allMembers of grouped findings, instead of the first hundred
   * @throws {DomainError} `scan.not_found`; `scan.unrecorded` when it was not completed
   */
  async of(scanId: string, { allMembers = false } = {}): Promise<ScanReport> {
    const scan = await this.evaluations.get(scanId);
    const record = await this.evaluations.record(scan);
    const { fixes, summary, findings: ids } = record;
    const results = await this.evaluations.results(scan.id);
    const { id, name, provider, orgUrl } = await this.connections.get(scan.connectionId);
    const findings = await this.findings.ofIds(ids);
    const members = await this.findings.membersOf(ids, allMembers ? null : SHOWN_MEMBERS);
    return {
      schema: SCAN_REPORT_SCHEMA,
      connection: { id, name, provider, domain: new URL(orgUrl).host },
      profile: scan.profile,
      asOf: scan.asOf.toISOString(),
      sync: syncReport(scan, record),
      activity: record.activity,
      summary,
      rules: countsOf(results),
      findings: findings.map((finding) => findingReport(finding, members.get(finding.id) ?? [])),
      fixes,
      measures: measuresOf(results),
      notAssessed: notAssessedOf(results),
    };
  }

  /** What a completed scan read, without what it said. @returns null once that is purged */
  async syncOf(scanId: string): Promise<SyncSession | null> {
    try {
      const scan = await this.evaluations.get(scanId);
      const record = await this.evaluations.record(scan);
      const { resources = null, failed = null, failures = [] } = record.read;
      return { ...syncReport(scan, record), resources, failed, failures };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'scan.not_found') return null;
      throw error;
    }
  }
}

function syncReport(scan: Scan, { read, coverage }: ScanRecord): ScanReport['sync'] {
  return {
    startedAt: scan.startedAt.toISOString(),
    finishedAt: scan.finishedAt!.toISOString(),
    requests: read.requests,
    requestsByBucket: read.requestsByBucket,
    throttledMs: read.throttledMs,
    version: scan.version,
    changes: read.changes,
    coverage,
  };
}

export function reported({ kind, externalId, name }: SubjectRef): FixSubject {
  return { kind, externalId, name };
}

function findingReport(finding: Finding, members: readonly SubjectRef[]): FindingReport {
  return {
    id: finding.id,
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    severity: finding.severity,
    score: finding.score,
    status: finding.status,
    supersededBy: finding.supersededBy,
    subject: reported(finding.subject),
    count: finding.count,
    members: members.map(reported),
    title: finding.title,
    why: finding.why,
    evidence: finding.evidence,
  };
}
