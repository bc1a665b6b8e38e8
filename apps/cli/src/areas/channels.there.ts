import { bodyOf, rowsOf } from '../client/server';
import type { Server } from '../client/server';
import type { ChannelsArea } from './channels.area';

export function channelsThere(server: Server): ChannelsArea {
  return {
    list: () => rowsOf((query) => server.GET('/api/v1/channels', { params: { query } })),
    test: (id) => bodyOf(server.POST('/api/v1/channels/{id}/test', { params: { path: { id } } })),
  };
}
