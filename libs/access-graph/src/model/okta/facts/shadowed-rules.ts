import type { GraphView, Json, NodeIndex } from '@posture/domain';
import { isDeepStrictEqual } from 'node:util';
import {
  activeRules,
  everyoneGroups,
  isSystem,
  label,
  peopleOf,
  policyType,
  takesEverybody,
  zonesOf,
} from './policy-rules';
import type { People } from './policy-rules';
import { assurance } from './rule-assurance';
import { isEmpty, pick } from '../../../facts/wire';

/**
 * Rules of a sign-on policy that never decide although they ask for more: an earlier rule has no condition that the
 * later one lacks. Only what the conditions prove counts: two groups with the same members are two groups. Okta's own
 * catch-all is meant to be behind a rule for everybody and is left out.
 */
export function shadowedRules(view: GraphView, policy: NodeIndex): string[] {
  if (!['OKTA_SIGN_ON', 'ACCESS_POLICY'].includes(policyType(view, policy))) return [];
  const everyone = everyoneGroups(view);
  const rules = activeRules(view, policy);
  const found: string[] = [];
  rules.forEach((rule, position) => {
    if (isSystem(view, rule)) return;
    const asked = assurance(view.props(rule));
    const front = rules
      .slice(0, position)
      .find(
        (earlier) =>
          assurance(view.props(earlier)) < asked &&
          covers(view.props(earlier).conditions, view.props(rule).conditions, everyone),
      );
    if (front !== undefined) found.push(`${label(view, rule)} behind ${label(view, front)}`);
  });
  return found;
}

function covers(earlier: Json | undefined, later: Json | undefined, everyone: ReadonlySet<string>): boolean {
  const [front, back] = [conditionsOf(earlier), conditionsOf(later)];
  return Object.keys(front).every(
    (name) =>
      takesEverybody({ [name]: front[name] ?? null }, everyone) ||
      (!isEmpty(back[name]) && includes(name, front[name], back[name], everyone)),
  );
}

/** Whether whoever meets the condition of the later rule meets that of the earlier one. */
function includes(
  name: string,
  front: Json | undefined,
  back: Json | undefined,
  everyone: ReadonlySet<string>,
): boolean {
  if (isDeepStrictEqual(front, back)) return true;
  if (name === 'people')
    return peopleInclude(peopleOf(front), peopleOf(back), everyone) && sameBesides(PEOPLE, front, back);
  if (name !== 'network' || pick(front, 'connection') !== pick(back, 'connection')) return false;
  const [outer, inner] = [zonesOf(front), zonesOf(back)];
  const within = outer.include.length === 0 || (inner.include.length > 0 && isSubset(inner.include, outer.include));
  return within && isSubset(outer.exclude, inner.exclude) && sameBesides(ZONES, front, back);
}

const PEOPLE = ['users', 'groups'];
const ZONES = ['connection', 'include', 'exclude'];

function peopleInclude(front: People, back: People, everyone: ReadonlySet<string>): boolean {
  const named = (people: People): number => people.includedUsers.length + people.includedGroups.length;
  const takesAll = named(front) === 0 || front.includedGroups.some((id) => everyone.has(id));
  const included =
    takesAll ||
    (named(back) > 0 &&
      isSubset(back.includedUsers, front.includedUsers) &&
      isSubset(back.includedGroups, front.includedGroups));
  // Whom the earlier rule leaves out the later one must leave out, too.
  return (
    included && isSubset(front.excludedUsers, back.excludedUsers) && isSubset(front.excludedGroups, back.excludedGroups)
  );
}

function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((id) => whole.includes(id));
}

/** A part of a condition that we do not compare must be the same in both. */
function sameBesides(compared: readonly string[], front: Json | undefined, back: Json | undefined): boolean {
  const rest = (value: Json | undefined): { [name: string]: Json } =>
    Object.fromEntries(
      Object.entries(conditionsOf(value)).filter(([name, part]) => !compared.includes(name) && !isEmpty(part)),
    );
  return isDeepStrictEqual(rest(front), rest(back));
}

function conditionsOf(value: Json | undefined): { [name: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}
