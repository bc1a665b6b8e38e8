import { Global, Module } from '@nestjs/common';
import type { DynamicModule, InjectionToken, OnApplicationShutdown } from '@nestjs/common';
import { KeptAnswers } from './answers/kept-answers';
import type { Clock } from './clock';
import { systemClock } from './clock';
import { AppConfig } from './config/app-config';
import { Database } from './database/database';
import type { EntityClass } from './database/data-source';
import { stderrLogger } from './logging/stderr-logger';
import type { Logger } from './logging/logger';
import { Mailer } from './mail/mailer';
import { plain } from './module/plain';
import { SecretBox } from './secrets/secret-box';
import { openStore } from './store/open-store';
import type { Store } from './store/open-store';
import { FarNudges } from './work/far-nudges';
import { RunStore } from './work/run-store';
import { WorkerBeats } from './work/worker-beats';
import { Wakeups } from './work/wakeups';

/** Interfaces have no run-time name of their own. */
export const CLOCK = Symbol('Clock') as InjectionToken<Clock>;
/** The process's `Logger`, to be injected; interfaces have no run-time name of their own. */
export const LOGGER = Symbol('Logger') as InjectionToken<Logger>;
const STORE = Symbol('Store') as InjectionToken<Store>;

/** Closes the stores once nobody uses them any more, so that the data directory is free at once. */
class StoreShutdown implements OnApplicationShutdown {
  constructor(private readonly store: Store) {}

  onApplicationShutdown(): Promise<void> {
    return this.store.close();
  }
}

/** What every room stands on, opened while the application starts. */
@Global()
@Module({})
export class PlatformModule {
  /** @param entities what the rooms keep with repositories */
  static with(config: AppConfig, entities: readonly EntityClass[], clock: Clock = systemClock): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: AppConfig, useValue: config },
        { provide: CLOCK, useValue: clock },
        { provide: LOGGER, useFactory: () => stderrLogger(config.logLevel, clock) },
        { provide: STORE, useFactory: () => openStore(config, clock, entities) },
        { provide: Database, inject: [STORE], useFactory: ({ database }: Store) => database },
        { provide: SecretBox, inject: [STORE], useFactory: ({ secrets }: Store) => secrets },
        plain(KeptAnswers, Database, SecretBox, CLOCK),
        plain(RunStore, Database, CLOCK),
        plain(WorkerBeats, Database, CLOCK),
        plain(Wakeups, Database, LOGGER),
        plain(FarNudges, Database, LOGGER),
        plain(Mailer, AppConfig),
        plain(StoreShutdown, STORE),
      ],
      exports: [
        AppConfig,
        CLOCK,
        LOGGER,
        Database,
        SecretBox,
        KeptAnswers,
        RunStore,
        WorkerBeats,
        Wakeups,
        FarNudges,
        Mailer,
      ],
    };
  }
}
