import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { Engine } from '@posture/flows';
import { ApiKeyGuard } from './http/auth/api-key.guard';
import { ConnectionsController } from './http/connections/connections.controller';
import { FindingsController } from './http/findings/findings.controller';
import { HealthController } from './http/health/health.controller';
import { ProblemFilter } from './http/problem/problem.filter';
import { RulesController } from './http/rules/rules.controller';
import { UsersController } from './http/users/users.controller';
import { SyncTakeover } from './worker/sync-takeover';

/** Wires the engine to HTTP and, unless the role is `api`, to the work that runs by itself. */
@Module({})
export class ServerModule {
  static with(engine: Engine): DynamicModule {
    const api = engine.config.role !== 'worker';
    const worker = engine.config.role !== 'api';
    return {
      module: ServerModule,
      imports: [ScheduleModule.forRoot()],
      controllers: [
        HealthController,
        ...(api ? [ConnectionsController, FindingsController, UsersController, RulesController] : []),
      ],
      providers: [
        { provide: Engine, useValue: engine },
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        ...(worker ? [SyncTakeover] : []),
      ],
    };
  }
}
