import { SEVERITIES } from '@posture/domain';
import type { Activity, EpisodesOfEntity, SubjectRef } from '@posture/domain';
import { countsOf, notAssessedOf, summaryOf, verdictOfRule } from '@posture/evaluations';
import type { JudgedActivity, RuleResult } from '@posture/evaluations';
import { detectedCandidate, scoreFinding } from '@posture/findings';
import type { Candidate } from '@posture/findings';
import { DetectionEngine, compileDetection } from '@posture/rule-engine';
import type { CompiledDetection, ResolvedRule } from '@posture/rule-engine';
import { outcomeOfDetection } from '../activity/said-activity';
import type { Provider } from '../providers';
import { reported } from '../report/scan-documents';
import { SCAN_REPORT_SCHEMA } from '../report/scan-report';
import type { FindingReport, ScanReport } from '../report/scan-report';

export interface Replay {
  readonly provider: Provider;
  /** Raw events in whatever order and spelling. */
  readonly events: readonly unknown[];
  readonly rules: readonly ResolvedRule[];
  readonly profile: string;
  /** Where they come from, for the document. */
  readonly name: string;
  /** What is later by more than the normaliser allows is dated in the future. */
  readonly now: Date;
}

/** There is no inventory: what an actor or a target is worth is not known. */
const TENANT: SubjectRef = { kind: 'Org', key: 'Org:tenant', externalId: 'tenant', name: 'the tenant' };
const FILE = { resource: 'activity', state: 'complete', reason: null, missing: null, records: 0 } as const;
const NO_INVENTORY = {
  ...{ resource: 'activity', parent: '' },
  reason: 'It asks what the inventory says of users and objects, and there is none.',
};
const NOTHING = { added: 0, changed: 0, closed: 0 };

/**
 * What the rules find in a tenant's events, without tenant, store or clock: the document of a scan that read nothing.
 * Events are judged in order of time, whichever way they were exported.
 */
export function replay({ provider, events, rules, profile, name, now }: Replay): ScanReport {
  const { activities, report } = usable(provider, events, now);
  const detections = rules.map(compileDetection);
  const engine = new DetectionEngine(detections, { org: TENANT });
  for (const activity of activities) {
    engine.take([activity]);
    engine.advance();
  }
  engine.finish();
  const found = episodesByEntity(engine.changes());
  const results = detections.map((detection) => resultOf(detection, found, engine));
  const shown = new Set(rules.filter(({ file }) => file.report !== 'signal').map(({ file }) => file.id));
  const findings = found.filter(({ rule }) => shown.has(rule)).map(toFinding);
  findings.sort((a, b) => rank(b) - rank(a) || b.score - a.score || (a.id < b.id ? -1 : 1));
  const at = now.toISOString();
  return {
    schema: SCAN_REPORT_SCHEMA,
    connection: { id: '', name, provider: provider.provider, domain: '' },
    profile,
    asOf: report.to ?? at,
    sync: {
      startedAt: at,
      finishedAt: at,
      requests: 0,
      requestsByBucket: {},
      throttledMs: 0,
      version: 0,
      changes: { nodes: NOTHING, edges: NOTHING },
      coverage: [],
    },
    activity: report,
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

/** In order of time, each once. */
function usable({ activity: log }: Provider, events: readonly unknown[], now: Date) {
  const normaliser = log.normaliser({});
  const byId = new Map<string, Activity>();
  const unusable: Record<string, number> = {};
  let duplicates = 0;
  let own = 0;
  for (const raw of events) {
    const told = normaliser.normalise(raw, now.getTime());
    if ('quarantined' in told) unusable[told.quarantined.reason] = (unusable[told.quarantined.reason] ?? 0) + 1;
    else if (byId.has(told.activity.id)) duplicates += 1;
    else {
      byId.set(told.activity.id, told.activity);
      if (told.activity.isOwn) own += 1;
    }
  }
  const activities = [...byId.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const at = (activity: Activity | undefined) => (activity === undefined ? null : new Date(activity.at).toISOString());
  const report: JudgedActivity = {
    from: at(activities[0]),
    to: at(activities.at(-1)),
    events: activities.length - own,
    duplicates,
    own,
    unusable,
  };
  return { activities, report };
}

/** All that was found about each entity, settled or not: nothing comes any more. */
function episodesByEntity(changes: readonly EpisodesOfEntity[]): EpisodesOfEntity[] {
  return changes
    .map(({ rule, entity, open, settled }) => ({ rule, entity, open: [...settled, ...open], settled: [] }))
    .filter(({ open }) => open.length > 0);
}

function resultOf(
  detection: CompiledDetection,
  found: readonly EpisodesOfEntity[],
  engine: DetectionEngine,
): RuleResult {
  const { id } = detection;
  const isUnknown = (engine.status().unknown.get(id) ?? []).length > 0;
  const outcome = outcomeOfDetection(detection, {
    coverage: FILE,
    findings: new Map([[id, found.filter(({ rule }) => rule === id).length]]),
    seenTypes: engine.seenTypes,
    unknown: isUnknown ? { [id]: [NO_INVENTORY] } : {},
  });
  return { ...outcome, verdict: verdictOfRule(outcome) };
}

function toFinding(found: EpisodesOfEntity): FindingReport {
  const candidate = detectedCandidate(found, found.open, scoreOf);
  const { fingerprint, rule, severity, score, subject, title, why, evidence } = candidate;
  const common = { rule, severity, score: score.score, status: 'open' as const, supersededBy: null };
  return { id: fingerprint, ...common, subject: reported(subject), count: 1, members: [], title, why, evidence };
}

/** Of an entity of which nothing is known but that it is there. */
function scoreOf(_rule: string, _entity: SubjectRef, severity: Candidate['severity']): Candidate['score'] {
  return scoreFinding({ severity, tier: 'T3', confidence: 'partial', exposures: [], reach: null });
}

function rank({ severity }: FindingReport): number {
  return SEVERITIES.indexOf(severity);
}
