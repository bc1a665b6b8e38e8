import type { ActivityStore, Span } from '@posture/activity';
import { DomainError } from '@posture/domain';
import type { ActivityLog } from '@posture/domain';
import type { CoverageLine } from '@posture/evaluations';
import { fingerprintOf } from '@posture/findings';
import type { EpisodeStore, FoundWithin } from '@posture/findings';
import type { Connection, ConnectionStore } from '@posture/inventory';
import type { Clock, RunContext } from '@posture/platform';
import { DetectionEngine, compileDetection } from '@posture/rule-engine';
import type { ResolvedRule } from '@posture/rule-engine';
import { eventFacts } from '../activity/event-facts';
import { orgOf } from '../activity/org-of';
import type { Provider, Providers } from '../providers';
import type { FindingReport, ScanReport } from '../report/scan-report';
import { episodesByEntity, replayReport } from './replay-report';
import { chosenDetections } from './replay-input';
import type { ReplayInput } from './replay-input';

/** What would have been found beside what was. */
export interface Backtest {
  /** Of its findings the worst 1,000; its summary counts all. */
  readonly report: ScanReport;
  /** Findings that are not in the report for their number. */
  readonly leftOut: number;
  readonly beside: BesideThen;
}

/** The findings of a report beside those that were found at the time, and stand. */
export interface BesideThen {
  /** Found then as now: in the report by `id`, kept as `findingId`. */
  readonly again: readonly { readonly id: string; readonly findingId: string }[];
  /** Found now and not then: ids in the report. */
  readonly onlyNow: readonly string[];
  /** Found then by these rules and not now; times as ISO 8601. */
  readonly onlyThen: readonly {
    readonly findingId: string;
    readonly rule: string;
    readonly title: string;
    readonly from: string;
    readonly to: string;
  }[];
}

/** What is judged, by what. */
interface Plan {
  readonly connection: Connection;
  readonly provider: Provider;
  readonly rules: readonly ResolvedRule[];
  readonly from: Date;
  readonly to: Date;
  /** Parts of that time in which the log was read without a gap. */
  readonly spans: readonly Span[];
}

/** Baselines and waits need a past: events are judged from so long before. */
const LEAD_MS = 30 * 24 * 3_600_000;
const PAGE = 500;
/** A row holds them all; whoever finds more has asked for too much. */
const FINDINGS = 1_000;

/** Judges what is kept of a log once more, by whatever rules and values, and changes nothing. */
export class Backtests {
  constructor(
    private readonly activity: ActivityStore,
    private readonly connections: ConnectionStore,
    private readonly episodes: EpisodeStore,
    private readonly providers: Providers,
    private readonly clock: Clock,
  ) {}

  /**
   * Whether it can be done, for whoever asks for it.
   * @throws {DomainError} `connection.not_found`, `rule.unknown`, `rule.parameter_invalid`, `replay.range_reversed`,
   *   `replay.nothing_kept` saying what is
   */
  async check(connectionId: string, input: ReplayInput): Promise<void> {
    await this.#plan(connectionId, input);
  }

  /** @throws as `check` */
  async run(
    connectionId: string,
    input: ReplayInput,
    context: Pick<RunContext, 'signal' | 'progress'>,
  ): Promise<Backtest> {
    const plan = await this.#plan(connectionId, input);
    const { connection, provider, from, to } = plan;
    const detections = plan.rules.map(compileDetection);
    const engine = new DetectionEngine(detections, { org: orgOf(connection) });
    const counts = { events: 0, own: 0 };
    for await (const batch of this.activity.between(connectionId, new Date(from.getTime() - LEAD_MS), to)) {
      for (let at = 0; at < batch.length; at += PAGE) {
        context.signal.throwIfAborted();
        const page = batch.slice(at, at + PAGE);
        for (const { activity } of page) {
          if (activity.at < from.getTime()) continue;
          counts[activity.isOwn ? 'own' : 'events'] += 1;
        }
        engine.take(page.map(({ activity, joined }) => eventFacts(activity, joined)));
        engine.advance();
      }
      context.progress({ ...counts, judgedTo: new Date(batch.at(-1)!.activity.at).toISOString() });
    }
    engine.finish();
    const found = episodesByEntity(engine.changes())
      .map((each) => ({ ...each, open: each.open.filter((episode) => episode.to >= from.getTime()) }))
      .filter(({ open }) => open.length > 0);
    const { id, name, orgUrl } = connection;
    const whole = replayReport({
      connection: { id, name, provider: connection.provider, domain: new URL(orgUrl).host },
      profile: input.profile,
      judged: { from: from.toISOString(), to: to.toISOString(), ...counts, duplicates: 0, unusable: {} },
      coverage: lineOf(provider.activity, plan, counts.events + counts.own),
      ...{ detections, found },
      now: this.clock.now(),
      seenTypes: engine.seenTypes,
      unknown: Object.fromEntries(engine.status().unknown),
    });
    const report = { ...whole, findings: whole.findings.slice(0, FINDINGS) };
    const then = await this.episodes.within(connectionId, from, to);
    return {
      report,
      leftOut: whole.findings.length - report.findings.length,
      beside: besideOf(whole.findings, report.findings, then.filter(isBy(plan.rules))),
    };
  }

  async #plan(connectionId: string, input: ReplayInput): Promise<Plan> {
    const connection = await this.connections.get(connectionId);
    const provider = this.providers.get(connection.provider);
    const rules = chosenDetections(this.providers.rulesOf(connection.provider), input);
    const from = new Date(input.from);
    const until = input.to === null ? undefined : new Date(input.to);
    if (until !== undefined && from >= until) throw reversed();
    const spans = await this.activity.knownFor(connectionId, 'events', { from, to: until });
    const last = spans.at(-1);
    if (last === undefined) throw nothingKept(await this.activity.knownFor(connectionId, 'events', {}));
    return { connection, provider, rules, from, to: until ?? last.until, spans };
  }
}

/** What happened where the log was not read was judged by nobody. */
function lineOf({ resource }: ActivityLog, { from, to, spans }: Plan, records: number): CoverageLine {
  const [first] = spans;
  const isWhole = spans.length === 1 && first!.since <= from && first!.until >= to;
  const reason = isWhole ? null : `Of this time the log was read and is kept ${textOf(spans)}.`;
  return { resource, state: isWhole ? 'complete' : 'partial', reason, missing: null, records };
}

function isBy(rules: readonly ResolvedRule[]): (found: FoundWithin) => boolean {
  const asked = new Set(rules.map(({ file }) => file.id));
  return ({ rule }) => asked.has(rule);
}

function besideOf(
  all: readonly FindingReport[],
  shown: readonly FindingReport[],
  then: readonly FoundWithin[],
): BesideThen {
  const kept = new Map(then.map((each) => [fingerprintOf(each.rule, each.entity.key, []), each]));
  const ids = new Set(all.map(({ id }) => id));
  return {
    again: shown.flatMap(({ id }) => (kept.has(id) ? [{ id, findingId: kept.get(id)!.findingId }] : [])),
    onlyNow: shown.flatMap(({ id }) => (kept.has(id) ? [] : [id])),
    onlyThen: [...kept]
      .filter(([id]) => !ids.has(id))
      .map(([, { findingId, rule, title, from, to }]) => ({
        ...{ findingId, rule, title },
        ...{ from: from.toISOString(), to: to.toISOString() },
      })),
  };
}

function textOf(spans: readonly Span[]): string {
  return spans.map(({ since, until }) => `from ${since.toISOString()} to ${until.toISOString()}`).join(' and ');
}

function reversed(): DomainError {
  return new DomainError('replay.range_reversed', 'invalid', 'The time asked for ends before it begins.', {
    field: 'to',
    remedy: 'Give a later `to`, or an earlier `from`.',
  });
}

function nothingKept(spans: readonly Span[]): DomainError {
  const kept = spans.length === 0 ? 'Nothing of it is kept at all.' : `It is kept ${textOf(spans)}.`;
  return new DomainError('replay.nothing_kept', 'invalid', `Nothing of the log of that time is kept. ${kept}`, {
    field: 'from',
    remedy:
      spans.length === 0
        ? 'Have the log read first, with `posture scan --activity DAYS`, `posture watch` or `posture serve`.'
        : 'Ask for a time that is kept.',
  });
}
