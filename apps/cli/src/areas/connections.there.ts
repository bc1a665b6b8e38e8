import { randomUUID } from 'node:crypto';
import { bodyOf } from '../client/server';
import type { Server } from '../client/server';
import { connectionThere, connectionsOf } from './connection.there';
import type { ConnectionsArea } from './connections.area';

export function connectionsThere(server: Server): ConnectionsArea {
  const pathOf = async (wanted: string | undefined) => ({ id: await connectionThere(server, wanted) });
  return {
    list: () => connectionsOf(server),
    get: async (wanted) => bodyOf(server.GET('/api/v1/connections/{id}', { params: { path: await pathOf(wanted) } })),
    test: async (wanted) =>
      bodyOf(server.POST('/api/v1/connections/{id}/test', { params: { path: await pathOf(wanted) } })),
    async sync(wanted, body) {
      const params = { path: await pathOf(wanted), header: { 'Idempotency-Key': randomUUID() } };
      return bodyOf(server.POST('/api/v1/connections/{id}/syncs', { params, body }));
    },
  };
}
