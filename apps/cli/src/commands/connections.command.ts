import { Command, Option } from 'commander';
import { alsoElsewhere } from '../elsewhere';
import { factorsOption, profileOption } from '../scan-options';
import type { ShowOptions, SyncOptions } from './connections.action';

const CONNECTION = ['[connection]', 'its id, domain or name; may be left out while there is only one'] as const;

export function connectionsCommand(): Command {
  return new Command('connections')
    .description('Orgs that are connected: how it goes with each, what its credential may read.')
    .addCommand(
      alsoElsewhere('list')
        .description('Every connection with when it was read last and what is wrong with it, oldest first.')
        .addOption(formatOption('table'))
        .action(async (options: ShowOptions, command: Command) => {
          const { list } = await import('./connections.action');
          await list(options, command);
        }),
    )
    .addCommand(
      alsoElsewhere('show')
        .description('One connection, with what could not be read of it.')
        .argument(...CONNECTION)
        .addOption(formatOption('text'))
        .action(async (connection: string | undefined, options: ShowOptions, command: Command) => {
          const { show } = await import('./connections.action');
          await show(connection, options, command);
        }),
    )
    .addCommand(
      alsoElsewhere('test')
        .description('Say what its credential may read, what is missing and what that switches off.')
        .argument(...CONNECTION)
        .addOption(formatOption('text'))
        .action(async (connection: string | undefined, options: ShowOptions, command: Command) => {
          const { test } = await import('./connections.action');
          await test(connection, options, command);
        }),
    )
    .addCommand(syncCommand())
    .addHelpText(
      'after',
      `
Examples:
  posture connections list
  posture --server https://posture.acme.example connections sync acme.okta.com --profile strict-gov`,
    );
}

function syncCommand(): Command {
  return alsoElsewhere('sync')
    .description('Have a server read and judge it now; `posture runs` shows how that goes.')
    .argument(...CONNECTION)
    .addOption(profileOption())
    .addOption(factorsOption())
    .option('--include-client-secrets', 'read their age and status, too (Okta logs each read)')
    .option('--accept-disappearance', 'believe it this once when much of a list, or all of it, is gone')
    .addOption(formatOption('text'))
    .action(async (connection: string | undefined, options: SyncOptions, command: Command) => {
      const { sync } = await import('./connections.action');
      await sync(connection, options, command);
    });
}

function formatOption(people: 'table' | 'text'): Option {
  return new Option('--format <format>', `${people} for people, json for programs`)
    .choices([people, 'json'])
    .default(people);
}
