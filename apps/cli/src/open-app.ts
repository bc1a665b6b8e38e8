import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import type { AppConfig } from '@posture/platform';

export interface GlobalOptions {
  readonly dataDir?: string;
  readonly quiet?: boolean;
}

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

/** What a command needs beyond its own words is loaded when it is carried out: help and mistakes wait for nothing. */
export async function configOf(command: Command): Promise<AppConfig> {
  const { AppConfig } = await import('@posture/platform');
  const { dataDir } = globalOptions(command);
  return AppConfig.parse(process.env, { ...(dataDir === undefined ? {} : { dataDir }) });
}

/** Runs with the product open on the configured stores, and closes it whatever happens. */
export async function withApp<T>(config: AppConfig, work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  const [{ NestFactory }, { FlowsModule }] = await Promise.all([import('@nestjs/core'), import('@posture/flows')]);
  const app = await NestFactory.createApplicationContext(await FlowsModule.with(config), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
