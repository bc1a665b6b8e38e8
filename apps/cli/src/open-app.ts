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

/** This machine: its settings, and the product open on its stores. */
export interface Here {
  readonly config: AppConfig;
  app(): Promise<INestApplicationContext>;
}

/** Opens the stores the first time somebody needs them. */
export class OpenedHere implements Here {
  #app: Promise<INestApplicationContext> | null = null;

  constructor(readonly config: AppConfig) {}

  app(): Promise<INestApplicationContext> {
    this.#app ??= openApp(this.config);
    return this.#app;
  }

  async close(): Promise<void> {
    // What would not open has nothing to close, and was told already.
    const app = await this.#app?.catch(() => null);
    await app?.close();
  }
}

/** Runs with the product open on the configured stores, and closes it whatever happens. */
export async function withApp<T>(config: AppConfig, work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const app = await openApp(config);
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

async function openApp(config: AppConfig): Promise<INestApplicationContext> {
  const module = await FlowsModule.with(config);
  return NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
}
