import { Inject, Injectable } from '@nestjs/common';
import { GraphQuestions } from '@posture/flows';
import { AppConfig, CLOCK, Database, LOGGER, Outage, WorkerBeats } from '@posture/platform';
import type { Clock, Logger } from '@posture/platform';

export const CHECK_STATES = ['ok', 'failed', 'not_needed'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

export interface Readiness {
  readonly database: CheckState;
  readonly migrations: CheckState;
  readonly graph: CheckState;
  readonly worker: CheckState;
}

const NOT_NEEDED: CheckState = 'not_needed';

/** Workers say every 15 s that they are alive. */
const WORKER_SILENT_MS = 60_000;

/** Whether this process can do what it is there for. Every check is told in the log once an outage. */
@Injectable()
export class ReadinessChecks {
  readonly #outages: Readonly<Record<keyof Readiness, Outage>>;

  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly graph: GraphQuestions,
    private readonly beats: WorkerBeats,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    const outage = (part: string) => new Outage(logger.with({ part }), 'server.not_ready');
    this.#outages = {
      ...{ database: outage('database'), migrations: outage('migrations') },
      ...{ graph: outage('graph'), worker: outage('worker') },
    };
  }

  async now(): Promise<Readiness> {
    const { neo4jUrl, role } = this.config;
    const [database, migrations, graph, worker] = await Promise.all([
      this.#check('database', () => this.database.version()),
      this.#check('migrations', () => this.#migrated()),
      neo4jUrl === null ? NOT_NEEDED : this.#check('graph', () => this.graph.reach()),
      // Whoever works itself needs no other.
      role === 'api' ? this.#check('worker', () => this.#workerAlive()) : NOT_NEEDED,
    ]);
    return { database, migrations, graph, worker };
  }

  async #check(part: keyof Readiness, ask: () => Promise<unknown>): Promise<CheckState> {
    let state: CheckState = 'failed';
    await this.#outages[part].survive(async () => {
      await ask();
      state = 'ok';
    });
    return state;
  }

  async #migrated(): Promise<void> {
    const missing = await this.database.missingMigrations();
    if (missing.length > 0) throw new Error(`The schema lacks ${missing.join(', ')}.`);
  }

  async #workerAlive(): Promise<void> {
    const at = await this.beats.lastAt();
    if (at === null || this.clock.now().getTime() - at.getTime() > WORKER_SILENT_MS)
      throw new Error(
        `No worker is alive; the last one was ${at === null ? 'more than a day ago' : at.toISOString()}.`,
      );
  }
}
