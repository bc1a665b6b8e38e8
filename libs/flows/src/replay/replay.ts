import type { Activity, SubjectRef } from '@posture/domain';
import type { JudgedActivity } from '@posture/evaluations';
import { DetectionEngine, compileDetection } from '@posture/rule-engine';
import type { ResolvedRule } from '@posture/rule-engine';
import type { Provider } from '../providers';
import type { ScanReport } from '../report/scan-report';
import { episodesByEntity, replayReport } from './replay-report';

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
const NO_INVENTORY = {
  ...{ resource: 'activity', parent: '' },
  reason: 'It asks what the inventory says of users and objects, and there is none.',
};

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
  const records = report.events + report.own;
  const connection = { id: '', name, provider: provider.provider, domain: '' };
  const asked = [...engine.status().unknown].flatMap(([rule, needs]) => (needs.length === 0 ? [] : [rule]));
  return replayReport({
    ...{ connection, profile, judged: report, now, detections },
    coverage: { resource: 'activity', state: 'complete', reason: null, missing: null, records },
    found: episodesByEntity(engine.changes()),
    seenTypes: engine.seenTypes,
    unknown: Object.fromEntries(asked.map((rule) => [rule, [NO_INVENTORY]])),
  });
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
