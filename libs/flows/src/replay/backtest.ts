import type { ActivityStore } from '@posture/activity';
import { DomainError } from '@posture/domain';
import { fingerprintOf } from '@posture/findings';
import type { EpisodeStore } from '@posture/findings';
import type { ConnectionStore } from '@posture/inventory';
import type { Clock } from '@posture/platform';
import { DetectionEngine, compileDetection } from '@posture/rule-engine';
import type { ResolvedRule } from '@posture/rule-engine';
import { eventFacts } from '../activity/event-facts';
import { orgOf } from '../activity/org-of';
import type { FindingReport, ScanReport } from '../report/scan-report';
import { episodesByEntity, replayReport } from './replay-report';

export interface BacktestRequest {
  readonly connectionId: string;
  readonly from: Date;
  readonly to: Date;
  readonly rules: readonly ResolvedRule[];
  readonly profile: string;
}

/** What would have been found beside what was. */
export interface Backtest {
  readonly report: ScanReport;
  /** Found then as now. */
  readonly again: readonly FindingReport[];
  /** Found now and not then. */
  readonly onlyNow: readonly FindingReport[];
  /** Found then by these rules and not now; times as ISO 8601. */
  readonly onlyThen: readonly {
    readonly rule: string;
    readonly title: string;
    readonly from: string;
    readonly to: string;
  }[];
}

/** Baselines and waits need a past: events are judged from so long before. */
const LEAD_MS = 30 * 24 * 3_600_000;
const PAGE = 500;

/** Judges what is kept of a log once more, by whatever rules and values, and changes nothing. */
export class Backtests {
  constructor(
    private readonly activity: ActivityStore,
    private readonly connections: ConnectionStore,
    private readonly episodes: EpisodeStore,
    private readonly clock: Clock,
  ) {}

  /** @throws {DomainError} `connection.not_found`; `replay.range_reversed`; `replay.nothing_kept` when nothing of that time is kept */
  async run({ connectionId, from, to, rules, profile }: BacktestRequest, signal?: AbortSignal): Promise<Backtest> {
    if (from >= to) throw reversed();
    const connection = await this.connections.get(connectionId);
    const { id, name, provider, orgUrl } = connection;
    const detections = rules.map(compileDetection);
    const engine = new DetectionEngine(detections, { org: orgOf(connection) });
    const counts = { events: 0, own: 0 };
    for await (const batch of this.activity.between(connectionId, new Date(from.getTime() - LEAD_MS), to)) {
      for (let at = 0; at < batch.length; at += PAGE) {
        signal?.throwIfAborted();
        const page = batch.slice(at, at + PAGE);
        for (const { activity } of page) {
          if (activity.at < from.getTime()) continue;
          counts[activity.isOwn ? 'own' : 'events'] += 1;
        }
        engine.take(page.map(({ activity, joined }) => eventFacts(activity, joined)));
        engine.advance();
      }
    }
    if (counts.events + counts.own === 0) throw nothingKept();
    engine.finish();
    const found = episodesByEntity(engine.changes())
      .map((each) => ({ ...each, open: each.open.filter((episode) => episode.to >= from.getTime()) }))
      .filter(({ open }) => open.length > 0);
    const judged = { from: from.toISOString(), to: to.toISOString(), ...counts, duplicates: 0, unusable: {} };
    const report = replayReport({
      ...{ connection: { id, name, provider, domain: new URL(orgUrl).host }, profile, judged, detections, found },
      now: this.clock.now(),
      seenTypes: engine.seenTypes,
      unknown: Object.fromEntries(engine.status().unknown),
    });
    return { report, ...(await this.#beside(connectionId, from, to, rules, report.findings)) };
  }

  async #beside(
    connectionId: string,
    from: Date,
    to: Date,
    rules: readonly ResolvedRule[],
    now: readonly FindingReport[],
  ): Promise<Omit<Backtest, 'report'>> {
    const asked = new Set(rules.map(({ file }) => file.id));
    const then = (await this.episodes.within(connectionId, from, to)).filter(({ rule }) => asked.has(rule));
    const idOf = ({ rule, entity }: (typeof then)[number]): string => fingerprintOf(rule, entity.key, []);
    const known = new Set(then.map(idOf));
    const ids = new Set(now.map(({ id }) => id));
    return {
      again: now.filter(({ id }) => known.has(id)),
      onlyNow: now.filter(({ id }) => !known.has(id)),
      onlyThen: then
        .filter((each) => !ids.has(idOf(each)))
        .map(({ rule, title, from: since, to: until }) => ({
          ...{ rule, title },
          ...{ from: since.toISOString(), to: until.toISOString() },
        })),
    };
  }
}

function reversed(): DomainError {
  return new DomainError('replay.range_reversed', 'invalid', 'The time asked for ends before it begins.', {
    field: 'to',
    remedy: 'Give a later `to`, or an earlier `from`.',
  });
}

function nothingKept(): DomainError {
  return new DomainError('replay.nothing_kept', 'not_found', 'Nothing of the log of that time is kept.', {
    remedy: 'Read it with `posture scan --activity DAYS` or `posture watch`, or ask for a time that is still kept.',
  });
}
