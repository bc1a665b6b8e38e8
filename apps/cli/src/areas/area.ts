import type { Command } from 'commander';
import type { Bodies, Server } from '../client/server';
import { namedServer, serverAddress } from '../client/server-address';
import type { Plain } from '../client/plain';
import type { Here } from '../open-app';

/**
 * What commands of one area need, as this machine answers it and as a server does, in the same plain data. Each place is
 * a file of its own, so that a command loads the one it needs.
 */
export interface Places<Area> {
  readonly here: () => Promise<(here: Here) => Area>;
  readonly there: () => Promise<(server: Server) => Area>;
}

/** Does a command's work in the place it names. @throws {DomainError} what the place refuses */
export async function withArea<Area>(
  { here, there }: Places<Area>,
  command: Command,
  work: (area: Area) => Promise<void>,
): Promise<void> {
  const named = namedServer(command);
  if (named !== null) {
    const { openServer } = await import('../client/server');
    return work((await there())(openServer(serverAddress(named, command))));
  }
  const { OpenedHere, configOf } = await import('../open-app');
  const [open, opened] = [await here(), new OpenedHere(configOf(command))];
  try {
    await work(open(opened));
  } finally {
    await opened.close();
  }
}

/** What an answer of the API holds, by the name its description has for it. */
export type Told<Name extends keyof Bodies> = Plain<Bodies[Name]>;

/** What the rooms give, in the shape a server would answer it: instants become text. */
export function plain<T>(value: T): Plain<T> {
  return JSON.parse(JSON.stringify(value)) as Plain<T>;
}
