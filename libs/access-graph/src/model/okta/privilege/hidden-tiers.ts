import type { FactNeed, GraphView, NodeIndex, NodeKind } from '@posture/domain';
import { nothingHidden } from '../../../graph/coverage-index';

/** Kinds whose tier follows from the roles they hold. */
const HOLDERS: ReadonlySet<NodeKind> = new Set(['User', 'Group', 'App', 'ServiceIntegration']);
/** Kinds whose tier follows from that of such holders. */
const SPEAK_FOR_HOLDERS: ReadonlySet<NodeKind> = new Set(['ApiToken', 'ClientSecret', 'Jwk', 'IdP']);
const ROLE_LISTS = ['client-roles', 'group-roles', 'role-assignees'];

const NO_NEEDS: readonly FactNeed[] = Object.freeze([]);

/** What roles that could not be read leave open about tiers. */
export interface HiddenTiers {
  everyRoleSeen(): boolean;
  tierNeeds(node: NodeIndex): readonly FactNeed[];
}

/** @param rolesNeeds what keeps the roles of a holder from being all of its roles */
export function hiddenTiers(view: GraphView, rolesNeeds: (holder: NodeIndex) => readonly FactNeed[]): HiddenTiers {
  const unread = ROLE_LISTS.filter((resource) => !nothingHidden(view.coverage, resource));
  // The roles of users without any are not listed, which hides nothing while the list of holders is whole.
  const ofUsers = view.coverage.of('user-roles').state;
  const listsRead = unread.length === 0 && nothingHidden(view.coverage, 'group-members');
  const allSeen = listsRead && (ofUsers === 'not_read' || nothingHidden(view.coverage, 'user-roles'));
  const anyRoles = unread.map((resource): FactNeed => ({ resource, parent: '' }));
  return {
    everyRoleSeen: () => allSeen,
    tierNeeds(node) {
      const kind = view.kind(node);
      if (HOLDERS.has(kind)) return rolesNeeds(node);
      return SPEAK_FOR_HOLDERS.has(kind) ? anyRoles : NO_NEEDS;
    },
  };
}
