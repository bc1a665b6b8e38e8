import type { RuleFile } from '@posture/domain';
import type { EvaluationStore, Scan } from '@posture/evaluations';
import type { FindingStore } from '@posture/findings';
import type { Connection, ConnectionStore } from '@posture/inventory';
import type { Providers } from '../providers';
import { COMPLIANCE_SCHEMA, complianceSummary, controlLines } from './compliance';
import type { ComplianceReport } from './compliance';
import { frameworkOf } from './frameworks';

/** How connections stand to frameworks of controls. */
export class ComplianceDocuments {
  constructor(
    private readonly evaluations: EvaluationStore,
    private readonly findings: FindingStore,
    private readonly connections: ConnectionStore,
    private readonly providers: Providers,
  ) {}

  /**
   * By the last completed scan.
   * @throws {DomainError} `compliance.framework_unknown`, `connection.not_found`, `scan.none`
   */
  async of(connectionId: string, framework: string): Promise<ComplianceReport> {
    const { id } = frameworkOf(framework);
    const connection = await this.connections.get(connectionId);
    const scan = await this.evaluations.latest(connectionId);
    return this.ofScan(connection, scan, id);
  }

  /** @throws as `of` */
  async ofScan(connection: Connection, scan: Scan, framework: string): Promise<ComplianceReport> {
    const known = frameworkOf(framework);
    const { findings: ids } = await this.evaluations.record(scan);
    const said = {
      profile: scan.profile,
      results: await this.evaluations.results(scan.id),
      findings: await this.findings.ofIds(ids),
    };
    const rules: readonly RuleFile[] = this.providers.rulesOf(connection.provider);
    const controls = controlLines(known.id, rules, said);
    const { id, name, provider, orgUrl } = connection;
    return {
      schema: COMPLIANCE_SCHEMA,
      framework: known,
      connection: { id, name, provider, domain: new URL(orgUrl).host },
      scanId: scan.id,
      profile: scan.profile,
      asOf: scan.asOf.toISOString(),
      summary: complianceSummary(controls),
      controls,
    };
  }
}
