import type { Change, CauseEdge, Edit, FactContext, FixModel, GraphView, NodeIndex } from '@posture/domain';
import { textsOf } from '../../../facts/wire';
import { change } from './act';
import type { Act } from './act';
import { POWER_ACTS, REMOVE_OWNER, REMOVE_ROLE, REVOKE_GRANT, REVOKE_TOKEN, membership, scopeOf } from './power-acts';
import {
  CLOSE_ATTRIBUTE,
  DEACTIVATE_GROUP_RULE,
  SETTING_ACTS,
  STOP_AUTO_LINK,
  STOP_GROUP_ASSIGNMENT,
  isSelfWritable,
} from './setting-acts';

const ACTS: Readonly<Record<string, Act>> = { ...POWER_ACTS, ...SETTING_ACTS };

/** What administrators of an Okta org can do about findings. */
export const oktaFixes: FixModel = {
  propose(context, { action, subject, path }) {
    const act = action === null ? undefined : ACTS[action];
    return [...(act?.of(context, subject) ?? []), ...path.flatMap((edge) => alongEdge(context, edge))];
  },
  join(changes) {
    const joined = new Map<string, Change>();
    for (const each of changes) {
      // Scopes of one application are looked at together; a role or an owner may be the one that is needed.
      const id = each.action === REVOKE_GRANT ? `${each.action} ${each.object}` : JSON.stringify(each);
      const known = joined.get(id);
      const parts = known === undefined ? each.parts : [...new Set([...known.parts, ...each.parts])].sort();
      joined.set(id, { ...each, parts });
    }
    return [...joined.values()];
  },
  edit(view, each): Edit {
    const object = view.indexOf(each.object);
    const edit = object < 0 ? {} : actOf(each).edit(view, object, partsIn(view, each));
    return { removed: [], props: new Map(), cut: [], ...edit };
  },
  words: (context, each) => actOf(each).words(context, context.view.indexOf(each.object), partsIn(context.view, each)),
};

function actOf({ action }: Change): Act {
  const act = ACTS[action];
  if (act === undefined) throw new RangeError(`"${action}" is no act of an Okta administrator`);
  return act;
}

function partsIn(view: GraphView, { parts }: Change): NodeIndex[] {
  return parts.map((part) => view.indexOf(part)).filter((node) => node >= 0);
}

/** What would take this step of a path away. Ordinary access and protections are no steps of any path to power. */
function alongEdge(context: FactContext, { kind, src, dst, props }: CauseEdge): readonly Change[] {
  const { view } = context;
  const from = view.indexOf(src);
  const to = view.indexOf(dst);
  if (from < 0 || to < 0) return [];
  switch (kind) {
    case 'OWNS':
      return [change(view, REMOVE_OWNER, to, [from])];
    case 'MEMBER_OF':
      return membership(view, from, to);
    case 'AUTHENTICATES_AS':
      return [change(view, REVOKE_TOKEN, from)];
    case 'CAN_ASSERT':
      return [change(view, STOP_AUTO_LINK, from)];
    case 'ASSIGNS_GROUP':
      return [change(view, STOP_GROUP_ASSIGNMENT, from, [to])];
    case 'DRIVES':
      return [
        change(view, DEACTIVATE_GROUP_RULE, to),
        ...(isSelfWritable(view, from) ? [change(view, CLOSE_ATTRIBUTE, from)] : []),
      ];
    case 'ADDS_TO':
      return [change(view, DEACTIVATE_GROUP_RULE, from)];
    default:
      return textsOf(props['via']).flatMap((via) => whatGives(view, from, via));
  }
}

/** `SUPER_ADMIN by RoleAssignment:… with okta.users.manage`: the assignment, and the scope it is used with. */
function whatGives(view: GraphView, from: NodeIndex, via: string): readonly Change[] {
  const assignment = view.indexOf(/ by (RoleAssignment:\S+)/.exec(via)?.[1] ?? '');
  if (assignment < 0) return [];
  const scope = / with (\S+)$/.exec(via)?.[1];
  const grants = view.out(from, 'HAS_GRANT').filter((grant) => scopeOf(view, grant) === scope);
  return [
    ...view.in(assignment, 'HAS_ROLE_ASSIGNMENT').map((holder) => change(view, REMOVE_ROLE, holder, [assignment])),
    ...(grants.length > 0 ? [change(view, REVOKE_GRANT, from, grants)] : []),
  ];
}
