import { bodyOf, rowsOf } from '../client/server';
import type { Server } from '../client/server';
import type { AuditArea } from './audit.area';

export function auditThere(server: Server): AuditArea {
  return {
    list({ outcomes, ...asked }, most) {
      const outcome = outcomes === undefined ? undefined : [...outcomes];
      return rowsOf(
        (page) => server.GET('/api/v1/audit-events', { params: { query: { ...asked, outcome, ...page } } }),
        most,
      );
    },
    verify: (head) => bodyOf(server.GET('/api/v1/audit-events/verify', { params: { query: head ?? {} } })),
  };
}
