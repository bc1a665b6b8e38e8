import { ComplianceDocuments, PostureReports, renderReport } from '@posture/flows';
import type { Here } from '../open-app';
import { connectionHere } from './connection.here';
import type { ReportArea } from './report.area';

export function reportHere(here: Here): ReportArea {
  return {
    async page(connection) {
      const app = await here.app();
      return renderReport(await app.get(PostureReports).latest(await connectionHere(app, connection)));
    },
    async compliance(connection, framework) {
      const app = await here.app();
      return app.get(ComplianceDocuments).of(await connectionHere(app, connection), framework);
    },
  };
}
