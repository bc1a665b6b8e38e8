import type { GraphView, Json, NodeIndex } from '@posture/domain';
import { isDeepStrictEqual } from 'node:util';
import { activeRules, everyoneGroups, isSystem, label, policyType, takesEverybody } from './policy-rules';
import { assurance } from './rule-assurance';
import { isEmpty } from '../../../facts/wire';

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
      (!isEmpty(back[name]) && isDeepStrictEqual(front[name], back[name])),
  );
}

function conditionsOf(value: Json | undefined): { [name: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}
