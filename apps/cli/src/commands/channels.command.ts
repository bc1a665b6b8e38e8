import { Command } from 'commander';
import { alsoElsewhere } from '../elsewhere';
import type { ChannelsOptions } from './channels.action';
import { formatOption } from './list-options';

export function channelsCommand(): Command {
  return new Command('channels')
    .description('Receivers of alerts: what they are told of, whether they take it.')
    .addCommand(
      alsoElsewhere('list')
        .description('Every channel with its state and, where it is not told any more, why.')
        .addOption(formatOption())
        .action(async (options: ChannelsOptions, command: Command) => {
          const { list } = await import('./channels.action');
          await list(options, command);
        }),
    )
    .addCommand(
      alsoElsewhere('test')
        .description('Send one an alert that says it is a test; ends with 3 when it was not taken.')
        .argument('<id>', 'as "posture channels list" shows it')
        .addOption(formatOption())
        .action(async (id: string, options: ChannelsOptions, command: Command) => {
          const { test } = await import('./channels.action');
          await test(id, options, command);
        }),
    );
}
