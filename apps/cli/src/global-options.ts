import type { Command } from 'commander';

export interface GlobalOptions {
  readonly dataDir?: string;
  readonly quiet?: boolean;
  /** Address of a server that is asked instead of the stores of this machine. */
  readonly server?: string;
  readonly apiKeyFile?: string;
  /** Whether the key may go over http: to another machine. */
  readonly plainHttp?: boolean;
  /** Of the commands that take an org's domain: the setting of that name, for this process. */
  readonly allowLocal?: boolean;
}

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}
