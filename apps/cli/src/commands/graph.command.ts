import { Command } from 'commander';
import { DomainError } from '@posture/domain';
import { withEngine } from '../open-engine';
import { say } from '../output/say';

export function graphCommand(): Command {
  return new Command('graph').description('The access graph in Neo4j.').addCommand(
    new Command('rebuild')
      .description('Drop the projection of every connection and write it anew from the inventory.')
      .action(async (_options: unknown, command: Command) => {
        await withEngine(command, async (engine) => {
          if (engine.config.neo4jUrl === null) {
            throw new DomainError(
              'graph.not_configured',
              'invalid',
              'No Neo4j server is configured; nothing to rebuild.',
              {
                field: 'POSTURE_NEO4J_URL',
                remedy:
                  'Set it to bolt://HOST:7687. Without Neo4j the graph is kept in this process and needs no rebuild.',
              },
            );
          }
          for (const connection of await engine.connections.list()) {
            const report = await engine.projection.rebuild(connection.id);
            say(
              report === null
                ? `${connection.name}: never read, nothing to write`
                : `${connection.name}: version ${report.version}, ${report.nodesWritten} nodes and ${report.edgesWritten} relations written`,
            );
          }
        });
      }),
  );
}
