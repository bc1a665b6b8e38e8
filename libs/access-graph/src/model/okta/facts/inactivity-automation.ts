import { Unknown } from '@posture/domain';
import type { FactValue, GraphView, Json, NodeIndex } from '@posture/domain';
import { nothingHidden } from '../../../graph/coverage-index';
import { unreadLists } from '../../../facts/list-coverage';

const TYPE = 'USER_LIFECYCLE';
const NOT_SERVED =
  'the org lists no automation policies over its API; check Workflow > Automations in the Admin Console';
const ENDS_ACCESS = new Set(['SUSPENDED', 'DEACTIVATED', 'DEPROVISIONED']);
const UNIT_DAYS: Readonly<Record<string, number>> = { HOUR: 1 / 24, DAY: 1, WEEK: 7, MONTH: 30, YEAR: 365 };

/**
 * Shortest inactivity after which an automation takes access away; null when none does. Okta documents neither the
 * policy type nor its shape for every org, so an org that shows no such policy is not known to lack one unless the
 * list of that type was read.
 */
export function inactivityAutomationDays(view: GraphView): FactValue {
  const policies = view.ofKind('Policy').filter((policy) => view.props(policy)['type'] === TYPE);
  if (policies.length === 0 && !typeWasRead(view)) {
    const need = { resource: 'policies', parent: '' };
    return new Unknown([nothingHidden(view.coverage, 'policies') ? { ...need, reason: NOT_SERVED } : need]);
  }
  let shortest: number | null = null;
  for (const policy of policies) {
    if (view.props(policy)['status'] !== 'ACTIVE') continue;
    for (const rule of view.out(policy, 'CONTAINS')) {
      const days = daysOfRule(view, policy, rule);
      if (days !== null && (shortest === null || days < shortest)) shortest = days;
    }
  }
  const needs = unreadLists(view, 'policy-rules', policies);
  return shortest === null && needs.length > 0 ? new Unknown(needs) : shortest;
}

/** Policies are listed type by type; the row of this type says that the org serves it. */
function typeWasRead(view: GraphView): boolean {
  const row = view.coverage.of('policies', `Policy:${TYPE}`);
  return row.parent === `Policy:${TYPE}` && row.state === 'complete';
}

function daysOfRule(view: GraphView, policy: NodeIndex, rule: NodeIndex): number | null {
  const props = view.props(rule);
  if (props['status'] !== 'ACTIVE') return null;
  const conditions = [props['conditions'] ?? null, view.props(policy)['conditions'] ?? null];
  const inactivity = find(conditions, 'inactivity');
  if (!conditions.some(namesGroups)) return null;
  if (!anyText(props['actions'] ?? null, (text) => ENDS_ACCESS.has(text))) return null;
  if (isUnscheduled([props, view.props(policy)])) return null;
  return durationOf(inactivity);
}

/** Rule and policy may each bind groups; one that leaves them null leaves them to the other. */
function namesGroups(conditions: Json): boolean {
  const groups = find(conditions, 'groups');
  const included = groups === undefined ? undefined : find(groups, 'include');
  return Array.isArray(included) && included.length > 0;
}

function durationOf(inactivity: Json | undefined): number | null {
  if (inactivity === null || typeof inactivity !== 'object' || Array.isArray(inactivity)) return null;
  const { number, unit } = inactivity;
  const days =
    UNIT_DAYS[
      String(unit ?? 'DAYS')
        .toUpperCase()
        .replace(/S$/, '')
    ];
  return typeof number === 'number' && days !== undefined ? number * days : null;
}

/** A schedule that is there and switched off; where the org shows no schedule, being ACTIVE is all that is known. */
function isUnscheduled(value: Json): boolean {
  const schedule = find(value, 'schedule');
  if (schedule === undefined) return false;
  return schedule === null || anyText(schedule, (text) => text === 'INACTIVE' || text === 'DISABLED');
}

/** The value of the first property of that name, however deep. */
function find(value: Json, name: string): Json | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  if (!Array.isArray(value) && Object.hasOwn(value, name)) return value[name];
  for (const inner of Object.values(value)) {
    const found = find(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function anyText(value: Json, passes: (text: string) => boolean): boolean {
  if (typeof value === 'string') return passes(value);
  return value !== null && typeof value === 'object' && Object.values(value).some((inner) => anyText(inner, passes));
}
