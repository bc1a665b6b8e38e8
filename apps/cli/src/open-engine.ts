import type { Command } from 'commander';
import { Engine } from '@posture/flows';
import { AppConfig } from '@posture/platform';

export interface GlobalOptions {
  readonly dataDir?: string;
  readonly quiet?: boolean;
}

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

export function configOf(command: Command): AppConfig {
  const { dataDir } = globalOptions(command);
  return AppConfig.parse(process.env, { ...(dataDir === undefined ? {} : { dataDir }) });
}

/** Runs with the stores open and closes them whatever happens. */
export async function withEngine<T>(command: Command, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await Engine.open(configOf(command));
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
