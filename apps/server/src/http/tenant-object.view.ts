import type { DirectoryObject, ListedObject } from '@posture/flows';
import { subjectView } from './subject.view';
import type { HeldBody, TenantObjectBody } from './tenant-object.body';

export function tenantObjectView(object: ListedObject): TenantObjectBody {
  return { ...subjectView(object), tier: object.tier, status: object.status };
}

export function heldView({
  tierReason,
  props,
  observed,
}: Pick<DirectoryObject, 'tierReason' | 'props' | 'observed'>): HeldBody {
  return { tierReason, props, observed };
}
