import { ACTIVITY_RETENTION } from '@posture/activity';
import { nodeKey } from '@posture/domain';
import type { JsonObject, SubjectRef } from '@posture/domain';
import type { EvaluationStore } from '@posture/evaluations';
import type { Connection, ConnectionStore, SyncStore } from '@posture/inventory';
import type { AppConfig, Run, RunContext, RunStore } from '@posture/platform';
import type { ConnectionFlow } from '../connection.flow';
import type { Provider, Providers } from '../providers';
import type { Profile } from '../scan-input';
import type { Detections } from './detections';
import type { Watched } from './detector';
import { LogFollower } from './log-follower';
import type { LogParts } from './log-parts';

/** A log whose reading last failed rests so long. */
const REST_MS = 5 * 60_000;

/** The log → what happened is kept → detections → findings; and what it says has changed is read again. */
export class ActivityFlow {
  constructor(
    private readonly parts: LogParts,
    private readonly detections: Detections,
    private readonly providers: Providers,
    private readonly connections: ConnectionStore,
    private readonly links: ConnectionFlow,
    private readonly evaluations: EvaluationStore,
    private readonly syncs: SyncStore,
    private readonly runs: RunStore,
    private readonly config: Pick<AppConfig, 'activityDays'>,
  ) {}

  /** Asks for every log to be followed whose tenant was judged once: the first findings come before its history. */
  async goOn(): Promise<void> {
    for (const { id } of await this.connections.list()) {
      const [last] = await this.runs.list({ connectionId: id, kind: 'follow', limit: 1 });
      if (last?.state === 'failed' && this.#ageOf(last.finishedAt ?? last.createdAt) < REST_MS) continue;
      if (await this.#isJudged(id)) await this.parts.work.follow(id, 'schedule');
    }
  }

  /** Runs of kind `follow`: for as long as nobody stops it. @throws what keeps the log from being read */
  async run(run: Run, context: RunContext): Promise<JsonObject | null> {
    context.step('opening');
    const connection = await this.connections.get(run.connectionId ?? '');
    const provider = this.providers.get(connection.provider);
    const profile = (await this.#profileOf(connection.id)) ?? 'default';
    const link = await this.links.open(connection);
    try {
      context.step('following the log');
      const [read] = await this.syncs.list(connection.id, 1);
      await new LogFollower(this.parts, {
        ...{ connection, provider, link, context },
        watched: this.#watched(connection, profile),
        lookBackDays: this.#lookBackDays(provider, context),
        changesSince: read?.startedAt ?? null,
        keptDays: ACTIVITY_RETENTION.eventDays,
      }).run();
      return null;
    } finally {
      await link.close();
    }
  }

  #watched(connection: Connection, profile: Profile): Watched {
    return {
      connectionId: connection.id,
      org: orgOf(connection),
      rules: this.detections.of(connection.provider, profile),
    };
  }

  #lookBackDays({ activity: { historyDays } }: Provider, { log }: Pick<RunContext, 'log'>): number {
    const { activityDays } = this.config;
    if (activityDays > historyDays) log.warn('activity.look_back_clamped', { asked: activityDays, days: historyDays });
    return Math.min(activityDays, historyDays);
  }

  /** Once as a whole: the first findings are there before any history is read. */
  async #isJudged(connectionId: string): Promise<boolean> {
    const latest = await this.evaluations.list(connectionId, 2);
    return latest.some(({ state }, index) => index > 0 || state === 'completed');
  }

  #ageOf(instant: Date): number {
    return this.parts.clock.now().getTime() - instant.getTime();
  }

  /** null: the tenant was never judged. */
  async #profileOf(connectionId: string): Promise<Profile | null> {
    const [last] = await this.evaluations.list(connectionId, 1);
    return last === undefined ? null : (last.profile as Profile);
  }
}

function orgOf({ tenantId, orgUrl, name }: Connection): SubjectRef {
  const externalId = tenantId ?? orgUrl;
  return { kind: 'Org', key: nodeKey('Org', externalId), externalId, name };
}
