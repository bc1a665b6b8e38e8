import type { Access, DirectoryObject } from '@posture/flows';
import { pathEdgeView, subjectView } from '../subject.view';
import { heldView, tenantObjectView } from '../tenant-object.view';
import type { AppAccessBody, AppDetailBody } from './apps.body';

export function appDetailView(app: DirectoryObject): AppDetailBody {
  return { ...tenantObjectView(app), ...heldView(app) };
}

export function appAccessView({ other, path }: Access): AppAccessBody {
  return { principal: subjectView(other), path: path.map(pathEdgeView) };
}
