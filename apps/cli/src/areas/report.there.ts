import type { ComplianceReport } from '@posture/flows';
import { DomainError } from '@posture/domain';
import { bodyOf } from '../client/server';
import type { Server } from '../client/server';
import { connectionThere } from './connection.there';
import type { ReportArea } from './report.area';

export function reportThere(server: Server): ReportArea {
  return {
    async page() {
      throw new DomainError('report.not_served', 'invalid', 'A server tells no page of HTML, only its figures.', {
        field: '--server',
        remedy: 'Say with --framework whose controls are meant, or run the command where the server keeps its data.',
      });
    },
    async compliance(connection, framework) {
      const path = { connectionId: await connectionThere(server, connection), framework };
      const asked = server.GET('/api/v1/connections/{connectionId}/compliance/{framework}', { params: { path } });
      const { summary, ...report } = await bodyOf(asked);
      return { ...report, summary: summary as ComplianceReport['summary'] };
    },
  };
}
