import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { FlowsModule } from '@posture/flows';
import type { AppConfig, Clock } from '@posture/platform';
import { ApiModule } from './api.module';
import { HookReceiver } from './hooks/hook-receiver';
import { HealthController } from './http/health/health.controller';
import { ProbesController } from './http/health/probes.controller';
import { ReadinessChecks } from './http/health/readiness';
import { ProblemFilter } from './http/problem/problem.filter';
import { Figures } from './metrics/figures';
import { HttpTimes } from './metrics/http-times';
import { MetricsServer } from './metrics/metrics-server';
import { AlertClock } from './worker/alert-clock';
import { FindingClock } from './worker/finding-clock';
import { MemoryClock } from './worker/memory-clock';
import { NoticeClock } from './worker/notice-clock';
import { RulesClock } from './worker/rules-clock';
import { WorkClock } from './worker/work-clock';
import { WorkLife } from './worker/work-life';

/** One process: the product, its HTTP API unless it is a worker only, its work unless it is an API only. */
@Module({})
export class ServerModule {
  static async with(config: AppConfig, clock?: Clock): Promise<DynamicModule> {
    const { role, hookPort, metricsPort } = config;
    const works = role !== 'api';
    return {
      module: ServerModule,
      imports: [
        await FlowsModule.with(config, clock),
        ...(role === 'worker' ? [] : [ApiModule]),
        ScheduleModule.forRoot(),
      ],
      controllers: [HealthController, ProbesController],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        ReadinessChecks,
        HttpTimes,
        WorkLife,
        MemoryClock,
        NoticeClock,
        RulesClock,
        ...(works ? [WorkClock, AlertClock, FindingClock] : []),
        ...(hookPort === null ? [] : [HookReceiver]),
        ...(metricsPort === null ? [] : [Figures, MetricsServer]),
      ],
    };
  }
}
