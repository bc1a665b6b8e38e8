import { DomainError } from '@posture/domain';
import { questionOf, timeOf } from '@posture/flows';
import { chosenConnection } from '../chosen-connection';
import { bodyOf, rowsOf } from '../client/server';
import type { Server } from '../client/server';
import { connectionThere, connectionsOf } from './connection.there';
import type { DriftArea } from './drift.area';

const BASE = '/api/v1/connections/{connectionId}';

export function driftThere(server: Server): DriftArea {
  return {
    async between({ connection, key }, from, to) {
      const path = { connectionId: await connectionThere(server, connection) };
      const span = { from: instantOf(from), to: instantOf(to) };
      const access = await rowsOf((page) =>
        server.GET(`${BASE}/drift/access`, { params: { path, query: { ...span, key, ...page } } }),
      );
      const all = await bodyOf(server.GET(`${BASE}/drift`, { params: { path, query: span } }));
      return { key: key ?? null, access, all };
    },
    async access({ connection, key: asked }, when) {
      const { id: connectionId, tenantId } = chosenConnection(await connectionsOf(server), connection);
      if (asked === undefined && tenantId === null) throw neverRead();
      const key = asked ?? `Org:${tenantId}`;
      const asOf = when === 'now' ? null : instantOf(when);
      const path = { connectionId, name: questionOf(key) };
      const rows = await rowsOf((page) =>
        server.GET(`${BASE}/graph/queries/{name}`, {
          params: { path, query: { key, asOf: asOf ?? undefined, ...page } },
        }),
      );
      return { key, asOf, rows };
    },
  };
}

/** @throws {DomainError} `access.when_invalid`, `access.version_here_only` */
function instantOf(when: string): string {
  if (when === 'now') return new Date().toISOString();
  const time = timeOf(when);
  if (time !== null) return time.toISOString();
  throw new DomainError('access.version_here_only', 'invalid', 'A server is asked by days and instants.', {
    remedy: 'Give a day such as 2026-11-30, or an instant such as 2026-11-30T08:00:00Z.',
  });
}

function neverRead(): DomainError {
  return new DomainError('access.no_question', 'not_found', 'The tenant itself was never read.', {
    remedy: 'Start a sync of the connection and ask again.',
  });
}
