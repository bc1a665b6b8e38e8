import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { Neo4jServer } from '@posture/access-graph';
import { DomainError } from '@posture/domain';
import { OwnRules, Providers } from '@posture/flows';
import { ConnectionStore, SyncStore } from '@posture/inventory';
import { Database } from '@posture/platform';
import { configOf, withApp } from '../open-app';
import { EXIT_ERROR, say } from '../output/say';

export async function examine(command: Command): Promise<void> {
  const ok = (what: string) => say(`ok       ${what}`);
  ok(`Node ${process.version}`);
  const config = configOf(command);
  await withApp(config, async (app) => {
    const database = app.get(Database);
    ok(`${app.get(Providers).rules.length} rules are in order`);
    const { directory, rules } = app.get(OwnRules).status;
    if (directory !== null) ok(`${rules} of them are your own, from ${directory}`);
    if (database.embedded) {
      ok(`embedded database in ${config.dataDir}`);
      say(
        'note     Embedded is for trying and for small tenants: it does not survive a power cut. Set POSTURE_DATABASE_URL for more.',
      );
    } else ok(`database server: ${await database.version()}`);
    ok(`master key ${config.masterKeyFile} (mode ${(statSync(config.masterKeyFile).mode & 0o777).toString(8)})`);
    const connections = app.get(ConnectionStore);
    for (const connection of await connections.list()) {
      await connections.credential(connection.id);
      const [last] = await app.get(SyncStore).list(connection.id, 1);
      ok(`connection ${connection.name}: ${last === undefined ? 'never read' : `last sync ${last.state}`}`);
    }
    if (config.neo4jUrl === null) say('note     No Neo4j configured; the graph is kept in process.');
    else await checkGraph(() => app.get(Neo4jServer).projection(), config.neo4jUrl, ok);
  });
}

async function checkGraph(reach: () => Promise<unknown>, url: string, ok: (what: string) => void): Promise<void> {
  try {
    await reach();
    ok(`Neo4j at ${url}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    say(`problem  ${error.message} ${error.remedy ?? ''}`);
    process.exitCode = EXIT_ERROR;
  }
}
