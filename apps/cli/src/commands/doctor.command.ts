import { statSync } from 'node:fs';
import { Command } from 'commander';
import { DomainError } from '@posture/domain';
import { withEngine } from '../open-engine';
import { EXIT_ERROR, say } from '../output/say';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Check the stores, the key, the rules and the graph of this installation.')
    .action(async (_options: unknown, command: Command) => {
      const ok = (what: string) => say(`ok       ${what}`);
      ok(`Node ${process.version}`);
      await withEngine(command, async (engine) => {
        const { config, database } = engine;
        ok(`${engine.rules.length} rules are in order`);
        if (database.embedded) {
          ok(`embedded database in ${config.dataDir}`);
          say(
            'note     Embedded is for trying and for small tenants: it does not survive a power cut. Set POSTURE_DATABASE_URL for more.',
          );
        } else {
          const [row] = await database.query<{ version: string }>('select version()');
          ok(`database server: ${row?.version ?? 'unknown version'}`);
        }
        ok(`master key ${config.masterKeyFile} (mode ${(statSync(config.masterKeyFile).mode & 0o777).toString(8)})`);
        for (const connection of await engine.connections.list()) {
          await engine.connections.credential(connection.id);
          const [last] = await engine.syncs.list(connection.id, 1);
          ok(`connection ${connection.name}: ${last === undefined ? 'never read' : `last sync ${last.state}`}`);
        }
        if (config.neo4jUrl === null) say('note     No Neo4j configured; the graph is kept in process.');
        else await checkGraph(() => engine.projection.verify(), config.neo4jUrl, ok);
      });
    });
}

async function checkGraph(verify: () => Promise<void>, url: string, ok: (what: string) => void): Promise<void> {
  try {
    await verify();
    ok(`Neo4j at ${url}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    say(`problem  ${error.message} ${error.remedy ?? ''}`);
    process.exitCode = EXIT_ERROR;
  }
}
