import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, GraphView, NodeIndex } from '@posture/domain';
import { APP_POLICY_FACTS } from '../fact-schema/app-policy.facts';
import { unseenOwnApps } from '../privilege/own-apps';
import { exclusionGaps } from './exclusion-gaps';
import {
  everyoneGroups,
  hiding,
  isActive,
  isSystem,
  isZoned,
  label,
  policyType,
  reachableRules,
  rulesNeed,
} from './policy-rules';
import { allows, factorsAsked, reauthMinutes, resistsPhishing } from './rule-assurance';
import { isEmpty, pick, textOf } from '../../../facts/wire';

interface Prepared {
  readonly everyone: ReadonlySet<string>;
  readonly appsNeeds: readonly FactNeed[];
}

const NOT_AN_APP_POLICY: Facts = Object.fromEntries(Object.keys(APP_POLICY_FACTS).map((name) => [name, null]));

/** What application sign-on policies ask for, and which applications stand behind them. */
export const appPolicyFacts: FactSet<Prepared> = {
  kind: 'Policy',
  schema: APP_POLICY_FACTS,
  prepare: ({ view }: FactContext): Prepared => ({
    everyone: everyoneGroups(view),
    appsNeeds: [...hiding(view, [{ resource: 'apps', parent: '' }]), ...unseenOwnApps(view)],
  }),
  compute(context: FactContext, policy: NodeIndex, prepared: Prepared): Facts {
    const { view } = context;
    const bound = boundApps(context, policy, prepared.appsNeeds);
    if (policyType(view, policy) !== 'ACCESS_POLICY') return { ...NOT_AN_APP_POLICY, ...bound };
    const open = hiding(view, [rulesNeed(view, policy)]);
    if (open.length > 0) {
      const unknown = Object.keys(APP_POLICY_FACTS).map((name) => [name, new Unknown(open)]);
      return { ...(Object.fromEntries(unknown) as Facts), ...bound };
    }
    return { ...ruleFacts(view, policy, prepared.everyone), ...bound };
  },
};

/** What is seen of the applications is proof; that there are no others is not, until all were read and none is kept from us. */
function boundApps({ view, privilege }: FactContext, policy: NodeIndex, needs: readonly FactNeed[]): Facts {
  const apps = view.out(policy, 'PROTECTS').filter((app) => isActive(view, app));
  const names = [...new Set(apps.map((app) => textOf(view.props(app).catalogName) ?? ''))].sort();
  const tiers = [...new Set(apps.map((app) => privilege.tier(app)))].sort();
  return {
    protectedApps: needs.length > 0 ? new AtLeast(names, needs) : names,
    protectedTiers: needs.length > 0 ? new AtLeast(tiers, needs) : tiers,
  };
}

function ruleFacts(view: GraphView, policy: NodeIndex, everyone: ReadonlySet<string>): Facts {
  const rules = reachableRules(view, policy, everyone);
  const names = (nodes: readonly NodeIndex[]) => nodes.map((rule) => label(view, rule));
  const allowing = rules.filter((rule) => allows(view.props(rule)));
  const single = allowing.filter((rule) => factorsAsked(view.props(rule)) === 1);
  const unclear = unclearNeeds(view, policy, allowing);
  const phishable = allowing.filter((rule) => !resistsPhishing(view.props(rule)));
  const catchAll = rules.find((rule) => isSystem(view, rule));
  const waits = allowing.map((rule) => reauthMinutes(view.props(rule)));
  const timed = waits.filter((minutes) => minutes !== null);
  const gaps = exclusionGaps(view, rules, everyone);
  const gapsOpen = gaps.needs.length > 0;
  return {
    singleFactorRuleCount: unclear.length > 0 ? new AtLeast(single.length, unclear) : single.length,
    singleFactorRules: unclear.length > 0 ? new AtLeast(names(single), unclear) : names(single),
    phishableRuleCount: phishable.length,
    phishableRules: names(phishable),
    zonedRuleCount: rules.filter((rule) => isZoned(view.props(rule))).length,
    catchAllAllows: catchAll !== undefined && allows(view.props(catchAll)),
    mfaExclusionGapCount: gapsOpen ? new AtLeast(gaps.found.length, gaps.needs) : gaps.found.length,
    mfaExclusionGaps: gapsOpen ? new AtLeast(gaps.found, gaps.needs) : gaps.found,
    deviceRuleCount: rules.filter((rule) => asksForDevice(view, rule)).length,
    riskRuleCount: rules.filter((rule) => looksAtRisk(view, rule)).length,
    longestReauthMinutes: timed.length === 0 ? null : Math.max(...timed),
    rulesWithoutReauthCount: waits.length - timed.length,
    keepSignedInRuleCount: allowing.filter(
      (rule) => pick(view.props(rule).actions, 'appSignOn', 'keepMeSignedIn', 'postAuth') === 'ALLOWED',
    ).length,
  };
}

/** A rule that verifies in a way we do not know, such as ID_PROOFING, is not known to ask for two factors. */
function unclearNeeds(view: GraphView, policy: NodeIndex, allowing: readonly NodeIndex[]): FactNeed[] {
  const rule = allowing.find((each) => factorsAsked(view.props(each)) === null);
  if (rule === undefined) return [];
  const type = textOf(pick(view.props(rule).actions, 'appSignOn', 'verificationMethod', 'type')) ?? 'an unknown type';
  const reason = `how many factors "${label(view, rule)}" asks for cannot be told of verification by ${type}`;
  return [{ resource: 'policy-rules', parent: view.key(policy), reason }];
}

function asksForDevice(view: GraphView, rule: NodeIndex): boolean {
  const device = pick(view.props(rule).conditions, 'device');
  return pick(device, 'managed') === true || !isEmpty(pick(device, 'assurance', 'include'));
}

/** Risk level of the sign-in or the user, or a behaviour, in a condition of its own or in an expression. */
function looksAtRisk(view: GraphView, rule: NodeIndex): boolean {
  const { conditions } = view.props(rule);
  const level = pick(conditions, 'riskScore', 'level');
  if (level !== undefined && level !== null && level !== 'ANY') return true;
  return /behaviou?r|risk/i.test(textOf(pick(conditions, 'elCondition', 'condition')) ?? '');
}
