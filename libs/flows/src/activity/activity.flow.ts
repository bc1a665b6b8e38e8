import type { Span } from '@posture/activity';
import { DomainError } from '@posture/domain';
import type { JsonObject, Link } from '@posture/domain';
import type { EvaluationStore } from '@posture/evaluations';
import type { Connection, ConnectionStore } from '@posture/inventory';
import { UNFINISHED } from '@posture/platform';
import type { AppConfig, Run, RunContext, RunStore } from '@posture/platform';
import type { ConnectionFlow } from '../connection.flow';
import type { OpenScan } from '../evaluate.flow';
import type { Provider, Providers } from '../providers';
import type { Profile } from '../scan-input';
import type { Detections } from './detections';
import type { Watched } from './detector';
import { LogFollower } from './log-follower';
import { readLogCoverage } from './log-coverage';
import type { LogCoverage } from './log-coverage';
import type { LogParts } from './log-parts';
import { orgOf } from './org-of';
import { outcomeOfDetection } from './said-activity';
import type { SaidActivity } from './said-activity';

/** A log whose reading last failed rests so long. */
const REST_MS = 5 * 60_000;
const DAY_MS = 24 * 3_600_000;

/** What of a log a scan speaks of. */
interface SaidSpan extends Span {
  /** Events that were read twice; null: nothing was read. */
  readonly duplicates: number | null;
  readonly coverage: LogCoverage;
}

/** The log → what happened is kept → detections → findings; and what it says has changed is read again. */
export class ActivityFlow {
  constructor(
    private readonly parts: LogParts,
    private readonly detections: Detections,
    private readonly providers: Providers,
    private readonly connections: ConnectionStore,
    private readonly links: ConnectionFlow,
    private readonly evaluations: EvaluationStore,
    private readonly runs: RunStore,
    private readonly config: Pick<AppConfig, 'activityDays'>,
  ) {}

  /** Asks for every log to be followed whose tenant was judged once: the first findings come before its history. */
  async goOn(): Promise<void> {
    for (const { id } of await this.connections.list()) {
      const [last] = await this.runs.list({ connectionId: id, kind: 'follow', limit: 1 });
      if (last !== undefined && UNFINISHED.includes(last.state)) continue;
      if (last?.state === 'failed' && this.#ageOf(last.finishedAt ?? last.createdAt) < REST_MS) continue;
      if (await this.#isJudged(id)) await this.parts.work.follow(id, 'schedule');
    }
  }

  /** Runs of kind `follow`: for as long as nobody stops it. @throws what keeps the log from being read */
  async run(run: Run, context: RunContext): Promise<JsonObject | null> {
    context.step('opening');
    const connection = await this.connections.get(run.connectionId ?? '');
    const provider = this.providers.get(connection.provider);
    const profile = ((await this.evaluations.lastProfile(connection.id)) as Profile | null) ?? 'default';
    const link = await this.links.open(connection);
    const { nudges, farNudges } = this.parts;
    const endHearing = await farNudges.hear(connection.id, () => nudges.nudge(connection.id));
    try {
      context.step('following the log');
      const watched = () => this.#watched(connection, profile);
      const follower = new LogFollower(this.parts, { connection, provider, link, context, watched });
      await follower.run(clamped(this.config.activityDays, provider, context));
      return null;
    } finally {
      await endHearing();
      await link.close();
    }
  }

  /**
   * What a scan says of what happened: after its own findings, because those come first. A log that nobody follows is
   * read for as many days; what keeps it from being read is said, and fails nothing.
   * @returns null when nothing of it is to be said: it is not asked for, and was never read
   */
  async say({ connection, provider, profile, log }: OpenScan, days: number, link: Link, context: RunContext) {
    const { activity, clock } = this.parts;
    const isFollowed = await this.#isFollowed(connection.id);
    if (days === 0 && (await activity.streams(connection.id)).length === 0) return null;
    const watched = await this.#watched(connection, profile);
    let duplicates: number | null = null;
    if (days > 0 && !isFollowed) {
      context.step('reading the log');
      const again = () => Promise.resolve(watched);
      const follower = new LogFollower(this.parts, { connection, provider, link, context, watched: again });
      try {
        duplicates = await follower.catchUp(clamped(days, provider, context));
      } catch (error) {
        if (context.signal.aborted || !(error instanceof DomainError) || error.code === 'run.fenced') throw error;
        log.warn('activity.left_out', { connectionId: connection.id, code: error.code, message: error.message });
      }
    }
    const now = clock.now();
    const coverage = await readLogCoverage(activity, connection.id, provider.activity, now);
    const until = days > 0 || isFollowed ? now : (coverage.known?.until ?? now);
    const since = new Date(until.getTime() - (days || this.config.activityDays) * DAY_MS);
    return this.#said(watched, provider, { since, until, duplicates, coverage });
  }

  async #said(
    { connectionId, rules }: Watched,
    { activity: log }: Provider,
    { since, until, duplicates, coverage: { state, reason, missing } }: SaidSpan,
  ): Promise<SaidActivity> {
    const { activity, findings, states } = this.parts;
    const { all, own } = await activity.count(connectionId, since, until);
    const coverage = { resource: log.resource, state, reason, missing, records: all };
    const [first, last] = [since, until].map((instant) => instant.toISOString().slice(0, 10)) as [string, string];
    const types = await activity.usage(connectionId, 'type', { from: first, to: last });
    const setAside = (await activity.quarantineCounts(connectionId)).filter(({ day }) => day >= first);
    const unusable: Record<string, number> = {};
    for (const { reason, events } of setAside) unusable[reason] = (unusable[reason] ?? 0) + events;
    const unknown = (await states.health(connectionId))?.unknown ?? {};
    const how = {
      coverage,
      findings: await findings.presentByRule(connectionId),
      seenTypes: new Set(types.map(({ key }) => key)),
      unknown,
    };
    return {
      judged: {
        ...{ from: since.toISOString(), to: until.toISOString() },
        ...{ events: all - own, duplicates: duplicates ?? 0, own, unusable },
      },
      isNewlyRead: duplicates !== null,
      coverage,
      outcomes: rules.detections.map((detection) => outcomeOfDetection(detection, how)),
    };
  }

  async #isFollowed(connectionId: string): Promise<boolean> {
    const [run] = await this.runs.list({ connectionId, kind: 'follow', states: ['running'], limit: 1 });
    return run !== undefined;
  }

  async #watched(connection: Connection, profile: Profile): Promise<Watched> {
    const rules = await this.detections.of(connection, profile);
    return { connectionId: connection.id, org: orgOf(connection), rules };
  }

  /** Once as a whole: the first findings are there before any history is read. */
  async #isJudged(connectionId: string): Promise<boolean> {
    const latest = await this.evaluations.list(connectionId, 2);
    return latest.some(({ state }, index) => index > 0 || state === 'completed');
  }

  #ageOf(instant: Date): number {
    return this.parts.clock.now().getTime() - instant.getTime();
  }
}

/** A provider keeps its log for so long; more is not there. */
function clamped(days: number, { activity: { historyDays } }: Provider, { log }: Pick<RunContext, 'log'>): number {
  if (days > historyDays) log.warn('activity.look_back_clamped', { asked: days, days: historyDays });
  return Math.min(days, historyDays);
}
