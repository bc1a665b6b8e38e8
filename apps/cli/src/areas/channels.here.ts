import { ChannelStore } from '@posture/alerts';
import type { Channel } from '@posture/alerts';
import { ChannelFlow } from '@posture/flows';
import { audited } from '../audited';
import type { Here } from '../open-app';
import { plain } from './area';
import type { ChannelsArea, ToldChannel } from './channels.area';

export function channelsHere(here: Here): ChannelsArea {
  return {
    async list() {
      return (await (await here.app()).get(ChannelStore).list()).map(told);
    },
    async test(id) {
      const app = await here.app();
      const { name } = await app.get(ChannelStore).get(id);
      const change = { action: 'channel.test', target: { type: 'channel', id, name } };
      const { delivery, attempts, proves } = await audited(app, change, () => app.get(ChannelFlow).test(id));
      const { channelId, dueAt, endedAt, ...more } = delivery;
      return plain({ ...more, endedAt, dueAt: endedAt === null ? dueAt : null, made: attempts, proves });
    },
  };
}

function told({ settings, filter, ...channel }: Channel): ToldChannel {
  const { query = '', ...which } = filter;
  // A setting that was not given is none: as JSON leaves it out.
  return plain({ ...channel, ...which, filter: query, settings: settings as Record<string, string> });
}
