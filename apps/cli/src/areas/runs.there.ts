import { bodyOf, rowsOf } from '../client/server';
import type { Server } from '../client/server';
import type { RunsArea } from './runs.area';

export function runsThere(server: Server): RunsArea {
  return {
    list({ connectionId, states }, most) {
      const asked = { connectionId, state: states === undefined ? undefined : [...states] };
      return rowsOf((page) => server.GET('/api/v1/runs', { params: { query: { ...asked, ...page } } }), most);
    },
    async show(id) {
      const params = { path: { id } };
      const { report, effects } = await bodyOf(server.GET('/api/v1/syncs/{id}', { params }));
      return { ...(await bodyOf(server.GET('/api/v1/runs/{id}', { params }))), report, effects };
    },
    abort: (id) => bodyOf(server.POST('/api/v1/runs/{id}/abort', { params: { path: { id } } })),
  };
}
