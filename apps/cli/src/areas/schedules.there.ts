import { bodyOf, versionOf } from '../client/server';
import type { Server } from '../client/server';
import { connectionThere, connectionsOf } from './connection.there';
import type { SchedulesArea } from './schedules.area';

const PATH = '/api/v1/connections/{id}/schedule';

export function schedulesThere(server: Server): SchedulesArea {
  const read = (id: string) => versionOf(server.GET(PATH, { params: { path: { id } } }));
  return {
    async list() {
      const all = await connectionsOf(server);
      return Promise.all(all.map(async ({ id, domain }) => ({ domain, schedule: (await read(id)).body })));
    },
    get: async (wanted) => (await read(await connectionThere(server, wanted))).body,
    async change(wanted, body) {
      const id = await connectionThere(server, wanted);
      const header = { 'If-Match': (await read(id)).ifMatch };
      return bodyOf(server.PATCH(PATH, { params: { path: { id }, header }, body }));
    },
  };
}
