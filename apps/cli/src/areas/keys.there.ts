import { bodyOf, doneBy, rowsOf } from '../client/server';
import type { Server } from '../client/server';
import type { KeysArea } from './keys.area';

export function keysThere(server: Server): KeysArea {
  return {
    async create({ connectionIds, ...asked }) {
      const body = { ...asked, connectionIds: connectionIds === null ? undefined : [...connectionIds] };
      const { apiKey: key, value } = await bodyOf(server.POST('/api/v1/api-keys', { body }));
      return { key, value };
    },
    list: () => rowsOf((query) => server.GET('/api/v1/api-keys', { params: { query } })),
    async rotate(id, body) {
      const asked = server.POST('/api/v1/api-keys/{id}/rotate', { params: { path: { id } }, body });
      const { apiKey: key, value } = await bodyOf(asked);
      return { key, value };
    },
    revoke: (id) => doneBy(server.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } })),
  };
}
