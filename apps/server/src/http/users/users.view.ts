import type { UserDirectory } from '@posture/flows';
import { pathEdgeView, subjectView } from '../subject.view';
import type { UserAccessBody, UserBody, UserDetailBody } from './users.body';

type User = Awaited<ReturnType<UserDirectory['get']>>;
type UserAccess = Awaited<ReturnType<UserDirectory['access']>>['rows'][number];

export function userView(user: Pick<User, keyof UserBody>): UserBody {
  return { ...subjectView(user), tier: user.tier, status: user.status };
}

export function userDetailView(user: User): UserDetailBody {
  return { ...userView(user), tierReason: user.tierReason, props: user.props, observed: user.observed };
}

export function userAccessView({ target, path }: UserAccess): UserAccessBody {
  return { target: subjectView(target), path: path.map(pathEdgeView) };
}
