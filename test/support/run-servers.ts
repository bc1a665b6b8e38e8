import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { startNeo4j } from './neo4j';
import { startPostgres } from './postgres';
import { SOCKET_OF_RUN } from './server-of-run';
import type { ServerName } from './server-of-run';

interface Started {
  readonly url: string;
  stop(): Promise<void>;
}

const START: Readonly<Record<ServerName, () => Promise<Started>>> = {
  neo4j: () => startNeo4j(),
  postgres: async () => {
    const outcome = await startPostgres();
    if ('reason' in outcome) throw new Error(outcome.reason);
    return outcome.server;
  },
};

/**
 * The servers that the specs of one run share. Jest's own process has them, each from the first spec on that asks:
 * specs are run by other processes, and most runs of a few need none.
 */
export class RunServers {
  private readonly started = new Map<string, Promise<Started>>();

  private constructor(private readonly door: Server) {}

  /** @param dir directory of the run, for the socket at which the specs ask */
  static async open(dir: string): Promise<RunServers> {
    const socket = join(dir, 'servers.sock');
    const servers: RunServers = new RunServers(
      createServer(({ url = '' }, answer) => {
        servers.urlOf(url.slice(1)).then(
          (text) => answer.end(text),
          (error: unknown) => answer.writeHead(500).end(error instanceof Error ? error.message : String(error)),
        );
      }),
    );
    await new Promise<void>((resolve) => servers.door.listen(socket, resolve));
    process.env[SOCKET_OF_RUN] = socket;
    return servers;
  }

  async close(): Promise<void> {
    delete process.env[SOCKET_OF_RUN];
    await new Promise((resolve) => this.door.close(resolve));
    // One that did not start has nothing to stop.
    for (const one of await Promise.allSettled(this.started.values()))
      if (one.status === 'fulfilled') await one.value.stop();
  }

  private async urlOf(name: string): Promise<string> {
    let server = this.started.get(name);
    if (server === undefined) this.started.set(name, (server = START[name as ServerName]()));
    return (await server).url;
  }
}
