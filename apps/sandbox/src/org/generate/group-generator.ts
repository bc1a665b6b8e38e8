import type { Wire } from '../org';
import { ORG_ORIGIN } from '../org';
import type { Dice } from './dice';
import type { Instants } from './instants';
import { IntervalSet } from './interval-set';
import type { Layout } from './layout';
import { DEPARTMENTS, TEAM_NOUNS } from './names';
import type { OktaIds } from './okta-ids';
import { BREAK_GLASS_ORDINAL } from './user-generator';

export const EVERYONE = 0;
export const OKTA_ADMINISTRATORS = 1;
export const BREAK_GLASS = 2;
export const SERVICE_ACCOUNTS = 3;

export interface GroupWorld {
  readonly dice: Dice;
  readonly ids: OktaIds;
  readonly instants: Instants;
  readonly layout: Layout;
}

const FIXED: readonly (readonly [name: string, type: string, description: string])[] = [
  ['Everyone', 'BUILT_IN', 'All users in your organization'],
  [
    'Okta Administrators',
    'BUILT_IN',
    'Okta manages this group, which contains all administrators in your organization.',
  ],
  ['Break Glass', 'OKTA_GROUP', 'Emergency access, used in drills only'],
  ['Service Accounts', 'OKTA_GROUP', 'Workloads that sign in as users'],
];

export function generateGroup({ dice, ids, instants, layout }: GroupWorld, ordinal: number): Wire {
  const fixed = FIXED[ordinal];
  const team = ordinal - layout.teamsFrom;
  const delegated = ordinal - layout.scopesFrom;
  const [name, type, description] =
    fixed ??
    (team < 0
      ? [`Delegated scope ${delegated + 1}`, 'OKTA_GROUP', 'Users whose accounts a delegated administrator may manage']
      : [
          `${(DEPARTMENTS[team % DEPARTMENTS.length] as { name: string }).name} ${dice.pick('team', ordinal, TEAM_NOUNS)} ${team}`,
          'OKTA_GROUP',
          null,
        ]);
  const changed = instants.daysAgo(3 + dice.int('group-changed', ordinal, 80));
  return groupWire(ids.encode('00g', ordinal), {
    type,
    name,
    description,
    created: instants.daysAgo(500 + dice.int('group-created', ordinal, 1500)),
    changed,
  });
}

/** A group as `GET /api/v1/groups` answers it. */
export function groupWire(
  id: string,
  group: { type: string; name: string; description: string | null; created: string; changed: string },
): Wire {
  return {
    id,
    created: group.created,
    lastUpdated: group.created,
    lastMembershipUpdated: group.changed,
    objectClass: ['okta:user_group'],
    type: group.type,
    profile: { name: group.name, description: group.description },
    _links: {
      users: { href: `${ORG_ORIGIN}/api/v1/groups/${id}/users` },
      apps: { href: `${ORG_ORIGIN}/api/v1/groups/${id}/apps` },
    },
  };
}

/** Shares of the mean size a team may have; their mean is 1. */
const SPREAD = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.3, 3.9];

/** Ordinals of the users in a generated group, deprovisioned users never. */
export function generateMembers({ dice, layout }: GroupWorld, ordinal: number): IntervalSet {
  if (ordinal === EVERYONE) return IntervalSet.of([0, layout.present]);
  if (ordinal === OKTA_ADMINISTRATORS) return IntervalSet.of([0, layout.admins]);
  if (ordinal === BREAK_GLASS) return IntervalSet.of([BREAK_GLASS_ORDINAL, BREAK_GLASS_ORDINAL + 1]);
  if (ordinal === SERVICE_ACCOUNTS) return IntervalSet.of([layout.admins, layout.staffFrom]);
  const { staff, staffFrom, present } = layout;
  const team = ordinal - layout.teamsFrom;
  // Who a delegated administrator may manage: the last tenth of the staff.
  if (team < 0) return IntervalSet.of([Math.max(staffFrom, present - Math.max(1, Math.ceil(staff / 10))), present]);
  if (!givesApps(layout, ordinal) && dice.chance('group-empty', ordinal, layout.emptyGroups)) return IntervalSet.EMPTY;
  const length = Math.min(
    staff,
    Math.max(1, Math.round(layout.membersPerGroup * dice.pick('group-size', ordinal, SPREAD))),
  );
  const from = staffFrom + dice.int('group-start', ordinal, staff);
  return IntervalSet.of([from, Math.min(present, from + length)], [staffFrom, staffFrom + from + length - present]);
}

/** Whether a team group is one that applications are assigned to. */
export function givesApps(layout: Layout, ordinal: number): boolean {
  return ordinal >= layout.teamsFrom && (ordinal - layout.teamsFrom) % layout.groupsWithApps === 0;
}
