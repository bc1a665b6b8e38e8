import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Command } from 'commander';
import { FlowsModule } from '@posture/flows';
import { AppConfig } from '@posture/platform';
import { globalOptions } from './global-options';

/** As the environment says; a command tells its progress itself, and logs what goes well only when asked to. */
export function configOf(command: Command, more: Partial<Pick<AppConfig, 'activityDays'>> = {}): AppConfig {
  const { dataDir, allowLocal: allowLoopback } = globalOptions(command);
  const logLevel = process.env['POSTURE_LOG_LEVEL'] ? undefined : 'warn';
  return AppConfig.parse(process.env, { dataDir, allowLoopback, logLevel, ...more });
}

/** Runs with the product open on the configured stores, and closes it whatever happens. */
export async function withApp<T>(config: AppConfig, work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const module = await FlowsModule.with(config);
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
