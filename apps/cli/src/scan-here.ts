import type { INestApplicationContext } from '@nestjs/common';
import type { DomainError } from '@posture/domain';
import { ConnectionFlow, ScanDocuments, WorkHere } from '@posture/flows';
import type { ConnectRequest, ScanInput, ScanReport, WatchedScan } from '@posture/flows';

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
  const connection = await app.get(ConnectionFlow).connect(request, watch.signal);
  const { scanId, projection } = await app.get(WorkHere).scan(connection.id, input, 'cli', watch);
  return { scanId, report: await app.get(ScanDocuments).of(scanId, { allMembers }), projection };
}
