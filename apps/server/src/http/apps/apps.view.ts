import type { Access, DirectoryObject, ListedObject } from '@posture/flows';
import { pathEdgeView, subjectView } from '../subject.view';
import type { AppAccessBody, AppBody, AppDetailBody } from './apps.body';

export function appView(app: ListedObject): AppBody {
  return { ...subjectView(app), tier: app.tier, status: app.status };
}

export function appDetailView(app: DirectoryObject): AppDetailBody {
  return { ...appView(app), tierReason: app.tierReason, props: app.props, observed: app.observed };
}

export function appAccessView({ other, path }: Access): AppAccessBody {
  return { principal: subjectView(other), path: path.map(pathEdgeView) };
}
