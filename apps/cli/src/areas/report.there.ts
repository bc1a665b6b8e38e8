import type { ComplianceReport } from '@posture/flows';
import { bodyOf } from '../client/server';
import type { Server } from '../client/server';
import { connectionThere } from './connection.there';
import type { ReportArea } from './report.area';

export function reportThere(server: Server): ReportArea {
  return {
    async page(connection) {
      const query = { connectionId: await connectionThere(server, connection) };
      return bodyOf(server.GET('/api/v1/reports/posture', { params: { query }, parseAs: 'text' }));
    },
    async compliance(connection, framework) {
      const path = { connectionId: await connectionThere(server, connection), framework };
      const asked = server.GET('/api/v1/connections/{connectionId}/compliance/{framework}', { params: { path } });
      const { summary, ...report } = await bodyOf(asked);
      return { ...report, summary: summary as ComplianceReport['summary'] };
    },
  };
}
