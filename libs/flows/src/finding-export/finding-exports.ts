import { ocsfFinding } from '@posture/alerts';
import type { RuleFile } from '@posture/domain';
import type { Finding, FindingLists, ListAsked } from '@posture/findings';
import { placeIn } from '@posture/findings';
import type { ConnectionStore } from '@posture/inventory';
import type { Providers } from '../providers';
import { csvLine } from './csv';
import { RECORD, recordOf } from './finding-record';

/** What findings are exported as: for spreadsheets, as OCSF events a line each, as one JSON array. */
export const EXPORT_FORMATS = ['csv', 'ocsf', 'json'] as const;
/** One of `EXPORT_FORMATS`. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const PAGE = 500;

/** What is said of the connection a finding is of. */
interface ExportedConnection {
  readonly name: string;
  readonly domain: string;
}

/** All findings that are meant, however many, a piece at a time. */
export class FindingExports {
  constructor(
    private readonly lists: FindingLists,
    private readonly connections: ConnectionStore,
    private readonly providers: Providers,
  ) {}

  /** Newest first by id, so that none is left out or told twice while findings change. One that breaks off is not whole. */
  async *of(asked: ListAsked, format: ExportFormat): AsyncGenerator<string> {
    const connections = new Map(
      (await this.connections.list()).map(({ id, name, orgUrl }) => [id, { name, domain: new URL(orgUrl).host }]),
    );
    const rules = new Map(this.providers.rules.map((rule) => [rule.id, rule]));
    if (format === 'csv') yield csvLine(Object.keys(RECORD));
    if (format === 'json') yield '[';
    let isFirst = true;
    for await (const page of this.#pages(asked)) {
      const pieces = page.map((finding) => {
        const connection = connections.get(finding.connectionId) ?? { name: '', domain: finding.connectionId };
        if (format === 'csv') return csvLine(Object.values(recordOf(finding, connection.name)));
        if (format === 'ocsf') return `${JSON.stringify(ocsfOf(finding, connection, rules.get(finding.rule)))}\n`;
        const separator = isFirst ? '\n' : ',\n';
        isFirst = false;
        return `${separator}${JSON.stringify(recordOf(finding, connection.name))}`;
      });
      yield pieces.join('');
    }
    if (format === 'json') yield '\n]\n';
  }

  async *#pages(asked: ListAsked): AsyncGenerator<readonly Finding[]> {
    for (let last: Finding | undefined; ;) {
      const page = await this.lists.page(asked, PAGE, [], last === undefined ? null : placeIn([], last));
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      last = page.at(-1);
    }
  }
}

/** Where a finding stands, as the event that says so: new, changed by people, or closed. */
function ocsfOf(finding: Finding, { domain }: ExportedConnection, rule: RuleFile | undefined): object {
  const { id, fingerprint, severity, score, status, title, why, subject, evidence, firstSeenAt, lastSeenAt } = finding;
  return ocsfFinding({
    ...{ id, fingerprint, severity, score, status, title, why, subject, evidence, rule },
    activity: status === 'resolved' ? 'Close' : status === 'open' ? 'Create' : 'Update',
    at: finding.resolvedAt ?? lastSeenAt,
    ruleId: finding.rule,
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    tenant: domain,
    unmapped: {
      connection_uid: finding.connectionId,
      subjects: finding.count,
      supersededBy: finding.supersededBy,
      resolution: finding.resolution,
      present: finding.present,
    },
  });
}
