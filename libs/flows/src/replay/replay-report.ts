import { SEVERITIES } from '@posture/domain';
import type { EpisodesOfEntity, FactNeed, SubjectRef } from '@posture/domain';
import { countsOf, notAssessedOf, summaryOf, verdictOfRule } from '@posture/evaluations';
import type { CoverageLine, JudgedActivity } from '@posture/evaluations';
import { detectedCandidate, scoreFinding } from '@posture/findings';
import type { Candidate } from '@posture/findings';
import type { CompiledDetection } from '@posture/rule-engine';
import { outcomeOfDetection } from '../activity/said-activity';
import { reported } from '../report/scan-documents';
import { SCAN_REPORT_SCHEMA } from '../report/scan-report';
import type { FindingReport, ScanReport } from '../report/scan-report';

/** What was judged, and how. */
export interface Replayed extends Pick<ScanReport, 'connection' | 'profile'> {
  readonly judged: JudgedActivity;
  /** How well what is judged was read. */
  readonly coverage: CoverageLine;
  readonly now: Date;
  readonly detections: readonly CompiledDetection[];
  readonly found: readonly EpisodesOfEntity[];
  readonly seenTypes: Iterable<string>;
  /** By rule, what could not be known of events. */
  readonly unknown: Readonly<Record<string, readonly FactNeed[]>>;
}

const NOTHING = { added: 0, changed: 0, closed: 0 };

/** The document of a scan that read nothing. Signals are no findings by themselves. */
export function replayReport({
  connection,
  profile,
  judged,
  coverage,
  now,
  detections,
  found,
  ...how
}: Replayed): ScanReport {
  const results = detections.map((detection) => {
    const match = found.filter(({ rule }) => rule === detection.id).length;
    const outcome = outcomeOfDetection(detection, {
      ...how,
      coverage,
      findings: new Map([[detection.id, match]]),
    });
    return { ...outcome, verdict: verdictOfRule(outcome) };
  });
  const signals = new Set(detections.filter(({ rule }) => rule.file.report === 'signal').map(({ id }) => id));
  const findings = found.filter(({ rule }) => !signals.has(rule)).map(toFinding);
  findings.sort((a, b) => rank(b) - rank(a) || b.score - a.score || (a.id < b.id ? -1 : 1));
  const at = now.toISOString();
  return {
    schema: SCAN_REPORT_SCHEMA,
    connection,
    profile,
    asOf: judged.to ?? at,
    sync: {
      startedAt: at,
      finishedAt: at,
      requests: 0,
      requestsByBucket: {},
      throttledMs: 0,
      version: 0,
      changes: { nodes: NOTHING, edges: NOTHING },
      coverage: [coverage],
    },
    activity: judged,
    summary: summaryOf(
      results,
      findings.map(({ severity }) => severity),
    ),
    rules: countsOf(results),
    findings,
    fixes: [],
    measures: [],
    notAssessed: notAssessedOf(results),
  };
}

/** All that was found about each entity, settled or not: nothing comes any more. */
export function episodesByEntity(changes: readonly EpisodesOfEntity[]): EpisodesOfEntity[] {
  return changes
    .map(({ rule, entity, open, settled }) => ({ rule, entity, open: [...settled, ...open], settled: [] }))
    .filter(({ open }) => open.length > 0);
}

function toFinding(found: EpisodesOfEntity): FindingReport {
  const candidate = detectedCandidate(found, found.open, scoreOf);
  const { fingerprint, rule, severity, score, subject, title, why, evidence } = candidate;
  const common = { rule, severity, score: score.score, status: 'open' as const, supersededBy: null };
  return {
    id: fingerprint,
    fingerprint,
    ...common,
    subject: reported(subject),
    count: 1,
    members: [],
    title,
    why,
    evidence,
  };
}

/** Of an entity of which nothing is known but that it is there. */
function scoreOf(_rule: string, _entity: SubjectRef, severity: Candidate['severity']): Candidate['score'] {
  return scoreFinding({ severity, tier: 'T3', confidence: 'partial', exposures: [], reach: null });
}

function rank({ severity }: FindingReport): number {
  return SEVERITIES.indexOf(severity);
}
