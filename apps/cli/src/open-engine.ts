import type { Command } from 'commander';
import { Engine } from '@posture/flows';
import { AppConfig } from '@posture/platform';

export interface GlobalOptions {
  readonly dataDir?: string;
  readonly quiet?: boolean;
  /** Of the commands that take an org's domain: the setting of that name, for this process. */
  readonly allowLocal?: boolean;
}

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

export function configOf(command: Command): AppConfig {
  const { dataDir, allowLocal: allowLoopback } = globalOptions(command);
  return AppConfig.parse(process.env, { dataDir, allowLoopback });
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
