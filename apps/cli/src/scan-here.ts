import type { INestApplicationContext } from '@nestjs/common';
import type { DomainError } from '@posture/domain';
import { ConnectionFlow, ScanDocuments, WorkHere } from '@posture/flows';
import type { ConnectRequest, ScanInput, ScanReport, WatchedScan } from '@posture/flows';
import { audited } from './audited';

export interface ScannedHere {
  readonly scanId: string;
  readonly report: ScanReport;
  /** Why Neo4j does not show the new version; null when it does, or when there is none. */
  readonly projection: DomainError | null;
}

/** Connects an org, scans it in this process, and tells what the scan said. */
export async function scanHere(
  app: INestApplicationContext,
  request: ConnectRequest,
  input: ScanInput,
  { allMembers = false, ...watch }: WatchedScan & { readonly allMembers?: boolean } = {},
): Promise<ScannedHere> {
  const connection = await audited(
    app,
    { action: 'connection.create', target: { type: 'connection', id: null, name: request.address } },
    () => app.get(ConnectionFlow).connect(request, watch.signal),
    ({ id, name }) => ({ target: { type: 'connection', id, name }, connectionId: id }),
  );
  const { id, name } = connection;
  const change = { action: 'sync.start', target: { type: 'connection', id, name }, connectionId: id };
  const { scanId, projection } = await audited(app, change, () => app.get(WorkHere).scan(id, input, 'cli', watch));
  return { scanId, report: await app.get(ScanDocuments).of(scanId, { allMembers }), projection };
}
