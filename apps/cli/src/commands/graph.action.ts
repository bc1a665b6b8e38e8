import type { Command } from 'commander';
import { Neo4jServer } from '@posture/access-graph';
import { ProjectionFlow } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { audited } from '../audited';
import { configOf, withApp } from '../open-app';
import { say } from '../output/say';

export async function rebuild(command: Command): Promise<void> {
  await withApp(configOf(command), async (app) => {
    // Said also where there is no connection yet.
    await app.get(Neo4jServer).projection();
    for (const connection of await app.get(ConnectionStore).list()) {
      const { id, name } = connection;
      const change = { action: 'graph.rebuild', target: { type: 'connection', id, name }, connectionId: id };
      const report = await audited(app, change, () => app.get(ProjectionFlow).rebuild(id));
      say(
        report === null
          ? `${connection.name}: never read, nothing to write`
          : `${connection.name}: version ${report.version}, ${report.nodesWritten} nodes and ${report.edgesWritten} relations written`,
      );
    }
  });
}
