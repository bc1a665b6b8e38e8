import type { Access, DirectoryObject } from '@posture/flows';
import { pathEdgeView, subjectView } from '../subject.view';
import { heldView, tenantObjectView } from '../tenant-object.view';
import type { UserAccessBody, UserDetailBody } from './users.body';

export function userDetailView(user: DirectoryObject): UserDetailBody {
  return { ...tenantObjectView(user), ...heldView(user) };
}

export function userAccessView({ other, path }: Access): UserAccessBody {
  return { target: subjectView(other), path: path.map(pathEdgeView) };
}
