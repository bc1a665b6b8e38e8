import { Command } from 'commander';

export function graphCommand(): Command {
  return new Command('graph').description('The access graph in Neo4j.').addCommand(
    new Command('rebuild')
      .description('Drop the projection of every connection and write it anew from the inventory.')
      .action(async (_options: unknown, command: Command) => {
        const { rebuild } = await import('./graph.action');
        await rebuild(command);
      }),
  );
}
