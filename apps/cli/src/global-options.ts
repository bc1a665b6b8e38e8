import type { Command } from 'commander';

export interface GlobalOptions {
  readonly dataDir?: string;
  readonly quiet?: boolean;
  /** Of the commands that take an org's domain: the setting of that name, for this process. */
  readonly allowLocal?: boolean;
}

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}
