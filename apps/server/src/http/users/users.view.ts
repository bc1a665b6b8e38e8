import type { Access, DirectoryObject, ListedObject } from '@posture/flows';
import { pathEdgeView, subjectView } from '../subject.view';
import type { UserAccessBody, UserBody, UserDetailBody } from './users.body';

export function userView(user: ListedObject): UserBody {
  return { ...subjectView(user), tier: user.tier, status: user.status };
}

export function userDetailView(user: DirectoryObject): UserDetailBody {
  return { ...userView(user), tierReason: user.tierReason, props: user.props, observed: user.observed };
}

export function userAccessView({ other, path }: Access): UserAccessBody {
  return { target: subjectView(other), path: path.map(pathEdgeView) };
}
