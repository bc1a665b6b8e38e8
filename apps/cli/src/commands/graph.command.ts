import { Command } from 'commander';
import { configOf, withApp } from '../open-app';
import { say } from '../output/say';

export function graphCommand(): Command {
  return new Command('graph').description('The access graph in Neo4j.').addCommand(
    new Command('rebuild')
      .description('Drop the projection of every connection and write it anew from the inventory.')
      .action(async (_options: unknown, command: Command) => {
        await withApp(await configOf(command), async (app) => {
          const { ConnectionStore } = await import('@posture/inventory');
          const { ProjectionFlow } = await import('@posture/flows');
          const { Neo4jServer } = await import('@posture/access-graph');
          // Said also where there is no connection yet.
          await app.get(Neo4jServer).projection();
          for (const connection of await app.get(ConnectionStore).list()) {
            const report = await app.get(ProjectionFlow).rebuild(connection.id);
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
