import { Injectable, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { EvaluationStore } from '@posture/evaluations';
import { DriftDirectory, Engine, GraphQuestions, ScanDocuments } from '@posture/flows';
import { ApiKeyGuard } from './http/auth/api-key.guard';
import { ConnectionsController } from './http/connections/connections.controller';
import { DriftController } from './http/drift/drift.controller';
import { FindingsController } from './http/findings/findings.controller';
import { GraphController } from './http/graph/graph.controller';
import { HealthController } from './http/health/health.controller';
import { OpenApiController } from './http/openapi/openapi.controller';
import { ProblemFilter } from './http/problem/problem.filter';
import { RulesController } from './http/rules/rules.controller';
import { ScansController } from './http/scans/scans.controller';
import { UsersController } from './http/users/users.controller';
import { SyncTakeover } from './worker/sync-takeover';

const API = [
  ConnectionsController,
  FindingsController,
  ScansController,
  UsersController,
  DriftController,
  GraphController,
  RulesController,
  OpenApiController,
];

/** Closes the stores once nothing is served any more, so that the data directory is free at once. */
@Injectable()
class EngineShutdown implements OnApplicationShutdown {
  constructor(private readonly engine: Engine) {}

  async onApplicationShutdown(): Promise<void> {
    await this.engine.close();
  }
}

/** Wires the engine to HTTP and, unless the role is `api`, to the work that runs by itself. */
@Module({})
export class ServerModule {
  static with(engine: Engine): DynamicModule {
    const { role } = engine.config;
    return {
      module: ServerModule,
      imports: role === 'api' ? [] : [ScheduleModule.forRoot()],
      controllers: [HealthController, ...(role === 'worker' ? [] : API)],
      providers: [
        { provide: Engine, useValue: engine },
        { provide: EvaluationStore, useValue: engine.evaluations },
        { provide: ScanDocuments, useValue: engine.documents },
        { provide: DriftDirectory, useValue: engine.drift },
        { provide: GraphQuestions, useValue: engine.questions },
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        EngineShutdown,
        ...(role === 'api' ? [] : [SyncTakeover]),
      ],
    };
  }

  /** The routes alone, for their description: nothing is opened and nothing can be called. */
  static routes(): DynamicModule {
    return {
      module: ServerModule,
      controllers: [HealthController, ...API],
      providers: [Engine, EvaluationStore, ScanDocuments, DriftDirectory, GraphQuestions].map((provide) => ({
        provide,
        useValue: null,
      })),
    };
  }
}
