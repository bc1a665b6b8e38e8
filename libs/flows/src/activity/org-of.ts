import { nodeKey } from '@posture/domain';
import type { SubjectRef } from '@posture/domain';
import type { Connection } from '@posture/inventory';

/** What detections about the tenant as a whole are about. */
export function orgOf({ tenantId, orgUrl, name }: Connection): SubjectRef {
  const externalId = tenantId ?? orgUrl;
  return { kind: 'Org', key: nodeKey('Org', externalId), externalId, name };
}
