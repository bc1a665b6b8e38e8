import type { DirectoryObject, GroupMembers, ListedObject } from '@posture/flows';
import { missingView, subjectView } from '../subject.view';
import { heldView } from '../tenant-object.view';
import type { GroupBody, GroupDetailBody } from './groups.body';

export function groupView(group: ListedObject): GroupBody {
  return { ...subjectView(group), tier: group.tier };
}

export function groupDetailView(group: DirectoryObject, members: GroupMembers): GroupDetailBody {
  return {
    ...groupView(group),
    memberCount: members.count,
    notAssessed: members.notAssessed.map(missingView),
    ...heldView(group),
  };
}
