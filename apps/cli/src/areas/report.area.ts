import type { ComplianceReport, FrameworkId } from '@posture/flows';
import type { Places } from './area';

/** What the last scan said, for people; of a connection by its id, domain or name, undefined where there is only one. */
export interface ReportArea {
  /** One page of HTML. @throws {DomainError} `scan.none` */
  page(connection: string | undefined): Promise<string>;
  /** @throws as `page` */
  compliance(connection: string | undefined, framework: FrameworkId): Promise<ComplianceReport>;
}

export const REPORT: Places<ReportArea> = {
  here: async () => (await import('./report.here')).reportHere,
  there: async () => (await import('./report.there')).reportThere,
};
