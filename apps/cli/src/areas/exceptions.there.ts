import { bodyOf, rowsOf, versionOf } from '../client/server';
import type { Server } from '../client/server';
import { connectionThere } from './connection.there';
import type { ExceptionsArea, WideScope } from './exceptions.area';

const ALL = '/api/v1/exceptions';
const ONE = '/api/v1/exceptions/{id}';

export function exceptionsThere(server: Server): ExceptionsArea {
  const scopeOf = async ({ connection, ...what }: WideScope) => {
    const connectionId = await connectionThere(server, connection);
    const scope = 'filter' in what ? ('filter' as const) : ('rule_subject' as const);
    return { scope, connectionId, ...what };
  };
  return {
    async list({ connection, states }, most) {
      const connectionId = connection === undefined ? undefined : await connectionThere(server, connection);
      const asked = { connectionId, state: states === undefined ? undefined : [...states] };
      return rowsOf((page) => server.GET(ALL, { params: { query: { ...asked, ...page } } }), most);
    },
    get: (id) => bodyOf(server.GET(ONE, { params: { path: { id } } })),
    preview: async (scope) => bodyOf(server.POST('/api/v1/exceptions/preview', { body: await scopeOf(scope) })),
    async create(scope, terms, expectedCount) {
      return bodyOf(server.POST(ALL, { body: { ...(await scopeOf(scope)), ...terms, expectedCount } }));
    },
    async revoke(id) {
      const path = { id };
      const header = { 'If-Match': (await versionOf(server.GET(ONE, { params: { path } }))).ifMatch };
      return bodyOf(server.DELETE(ONE, { params: { path, header } }));
    },
  };
}
