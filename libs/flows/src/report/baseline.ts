import { DomainError, SEVERITIES, atLeastAsSevere } from '@posture/domain';
import { SCAN_REPORT_SCHEMA } from './scan-report';
import type { FindingReport, ScanReport } from './scan-report';

/** Raised when a field of a baseline changes its meaning or goes. */
const BASELINE_SCHEMA = 'posture.baseline/1';

/** What a pipeline was content with once: the findings of one scan of one tenant. */
export interface Baseline {
  readonly schema: typeof BASELINE_SCHEMA;
  readonly connection: Pick<ScanReport['connection'], 'provider' | 'domain'>;
  readonly profile: string;
  /** ISO 8601. */
  readonly asOf: string;
  readonly findings: readonly BaselineFinding[];
}

/** The title is for whoever reads the file in a review. */
type BaselineFinding = Pick<FindingReport, 'fingerprint' | 'rule' | 'severity' | 'title'>;

/** What a scan says to be kept as a baseline; whatever was suppressed or is over is left out, so that its return is new. */
export function toBaseline(report: ScanReport): Baseline {
  const { provider, domain } = report.connection;
  return {
    schema: BASELINE_SCHEMA,
    connection: { provider, domain },
    profile: report.profile,
    asOf: report.asOf,
    findings: report.findings
      .filter(isKept)
      .map(({ fingerprint, rule, severity, title }) => ({ fingerprint, rule, severity, title }))
      .sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)),
  };
}

/**
 * A baseline as it was written, or the document of an earlier scan.
 * @param file named in errors
 * @throws {DomainError} `baseline.unreadable`
 */
export function parseBaseline(text: string, file: string): Baseline {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw unreadable(file, 'it is not JSON', cause);
  }
  const { schema, connection, profile, asOf, findings } = record(content);
  if (schema !== BASELINE_SCHEMA && schema !== SCAN_REPORT_SCHEMA)
    throw unreadable(file, 'it is neither the document of a scan nor a baseline');
  const { provider, domain } = record(connection);
  if (![provider, domain, profile, asOf].every((value) => typeof value === 'string') || !Array.isArray(findings))
    throw unreadable(file, 'parts of it are missing');
  // What nobody was to mind then must not pass as known once it is open again.
  const read = findings.map(record).filter(isKept).map(readFinding);
  if (!read.every((finding) => finding !== null))
    throw unreadable(file, 'its findings have no fingerprints: it is damaged, or an earlier version wrote it');
  return {
    schema: BASELINE_SCHEMA,
    connection: { provider: provider as string, domain: domain as string },
    profile: profile as string,
    asOf: asOf as string,
    findings: read,
  };
}

/** Why a baseline cannot be held against a tenant. @throws {DomainError} `baseline.other_tenant` */
export function refuseOtherTenant(
  baseline: Baseline,
  { provider, domain }: Baseline['connection'],
  file: string,
): void {
  const of = baseline.connection;
  if (of.provider === provider && of.domain === domain) return;
  throw new DomainError(
    'baseline.other_tenant',
    'invalid',
    `"${file}" is the baseline of ${of.domain}, not of ${domain}.`,
    {
      field: '--baseline',
      remedy: 'Give the baseline of this tenant, or write one with --write-baseline.',
    },
  );
}

/**
 * Findings the baseline does not hold, and those that are worse than it says, in the order of the report. A group that
 * grows is the same finding. What people suppressed is not new.
 */
export function newFindings({ findings }: Pick<ScanReport, 'findings'>, baseline: Baseline): FindingReport[] {
  const known = new Map(baseline.findings.map((finding) => [finding.fingerprint, finding.severity]));
  return findings.filter((finding) => {
    const before = known.get(finding.fingerprint);
    return isKept(finding) && (before === undefined || !atLeastAsSevere(before, finding.severity));
  });
}

function isKept({ status }: { readonly status?: unknown }): boolean {
  return status !== 'suppressed' && status !== 'resolved';
}

function readFinding({ fingerprint, rule, severity, title }: Record<string, unknown>): BaselineFinding | null {
  const known = SEVERITIES.find((each) => each === severity);
  if (typeof fingerprint !== 'string' || fingerprint === '' || typeof rule !== 'string' || known === undefined)
    return null;
  return { fingerprint, rule, severity: known, title: typeof title === 'string' ? title : rule };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function unreadable(file: string, why: string, cause?: unknown): DomainError {
  return new DomainError('baseline.unreadable', 'invalid', `${file} cannot be used as a baseline: ${why}.`, {
    field: '--baseline',
    remedy: 'Give what `posture scan --format json --out FILE` or `--write-baseline FILE` wrote.',
    cause,
  });
}
