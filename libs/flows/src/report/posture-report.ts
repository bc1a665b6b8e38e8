import { DomainError } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { postureScore } from '@posture/evaluations';
import type { EvaluationStore, PostureScore, Scan } from '@posture/evaluations';
import type { FindingStore } from '@posture/findings';
import type { ConnectionStore } from '@posture/inventory';
import type { ComplianceReport, ControlState } from './compliance';
import type { ComplianceDocuments } from './compliance-documents';
import { FRAMEWORKS } from './frameworks';
import type { Framework } from './frameworks';
import type { ScanDocuments } from './scan-documents';
import type { ScanReport } from './scan-report';

/** All that a reader who was not there needs: one scan, what became of the one before, and how that stands to controls. @public for the suites */
export interface PostureReport {
  readonly scan: ScanReport;
  readonly score: PostureScore;
  /** Against the last scan of the same profile before; null when this is the first. */
  readonly changes: ReportChanges | null;
  readonly compliance: readonly ComplianceFigures[];
}

/** Findings that one scan showed and the other did not. */
export interface ReportChanges {
  /** Instant of the version the scan before judged. */
  readonly since: string;
  readonly appeared: readonly ChangedFinding[];
  readonly gone: readonly ChangedFinding[];
}

export interface ChangedFinding {
  readonly title: string;
  readonly rule: string;
  readonly severity: Severity;
}

export interface ComplianceFigures {
  readonly framework: Framework;
  readonly summary: Readonly<Record<ControlState, number>>;
  /** Ids of those that fail, in the framework's order. */
  readonly failing: readonly string[];
}

/** How far back the scan before is looked for. */
const LOOKED_AT = 200;

/** The report of a connection, from what its last completed scan kept. */
export class PostureReports {
  constructor(
    private readonly evaluations: EvaluationStore,
    private readonly findings: FindingStore,
    private readonly connections: ConnectionStore,
    private readonly documents: ScanDocuments,
    private readonly compliance: ComplianceDocuments,
  ) {}

  /** @throws {DomainError} `connection.not_found`, `scan.none` */
  async latest(connectionId: string): Promise<PostureReport> {
    await this.connections.get(connectionId);
    const { id } = await this.evaluations.latest(connectionId);
    return this.of(await this.documents.of(id), id);
  }

  /** @param scanId of the document */
  async of(document: ScanReport, scanId: string): Promise<PostureReport> {
    const scan = await this.evaluations.get(scanId);
    const connection = await this.connections.get(scan.connectionId);
    const reports: ComplianceReport[] = [];
    for (const framework of FRAMEWORKS) reports.push(await this.compliance.ofScan(connection, scan, framework));
    return {
      scan: document,
      score: postureScore(await this.evaluations.results(scan.id)),
      changes: await this.#changes(document, scan),
      compliance: reports.map(({ framework, summary, controls }) => ({
        framework,
        summary,
        failing: controls.filter(({ state }) => state === 'fail').map(({ control }) => control),
      })),
    };
  }

  async #changes({ findings }: ScanReport, scan: Scan): Promise<ReportChanges | null> {
    const before = (await this.evaluations.list(scan.connectionId, LOOKED_AT, scan.id)).find(
      ({ profile, state }) => profile === scan.profile && state === 'completed',
    );
    const shown = before === undefined ? null : await this.#shownBy(before);
    if (before === undefined || shown === null) return null;
    const [then, now] = [new Set(shown), new Set(findings.map(({ id }) => id))];
    return {
      since: before.asOf.toISOString(),
      appeared: findings.filter(({ id }) => !then.has(id)).map(changed),
      gone: (await this.findings.ofIds(shown.filter((id) => !now.has(id)))).map(changed),
    };
  }

  /** @returns null of a scan that kept only its summary */
  async #shownBy(scan: Scan): Promise<readonly string[] | null> {
    try {
      return (await this.evaluations.record(scan)).findings;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'scan.unrecorded') return null;
      throw error;
    }
  }
}

function changed({ title, rule, severity }: ChangedFinding): ChangedFinding {
  return { title, rule, severity };
}
