import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, FactValue, GraphView, Json, NodeIndex } from '@posture/domain';
import { PASSWORD_POLICY_FACTS } from '../fact-schema/password-policy.facts';
import { unreadLists } from '../../../facts/list-coverage';
import {
  activePolicies,
  activeRules,
  everyoneGroups,
  hiding,
  isSystem,
  peopleOf,
  policyType,
  rulesNeed,
} from './policy-rules';
import { isEmpty, itemsOf, numberOf, pick, textOf, textsOf } from '../../../facts/wire';

interface Prepared {
  /** Password policies that decide for a user with an admin role. */
  readonly adminPolicies: ReadonlySet<NodeIndex>;
  /** Reads that may hide further ones. */
  readonly needs: readonly FactNeed[];
  /** Reads without which even a seen cover is no proof: a policy in front may take the admin. */
  readonly memberNeeds: readonly FactNeed[];
}

const NOT_A_PASSWORD_POLICY: Facts = Object.fromEntries(Object.keys(PASSWORD_POLICY_FACTS).map((name) => [name, null]));

/** Strength, age, lockout and recovery of passwords. */
export const passwordPolicyFacts: FactSet<Prepared> = {
  kind: 'Policy',
  schema: PASSWORD_POLICY_FACTS,
  prepare: adminCover,
  compute({ view }: FactContext, policy: NodeIndex, prepared: Prepared): Facts {
    if (policyType(view, policy) !== 'PASSWORD') return NOT_A_PASSWORD_POLICY;
    const { settings } = view.props(policy);
    const open = hiding(view, [rulesNeed(view, policy)]);
    const ofRules = (value: () => FactValue): FactValue => (open.length > 0 ? new Unknown(open) : value());
    return {
      passwordProvider: providerOf(view, policy),
      ...strength(settings),
      recoveryQuestionMinLength: questionLength(settings),
      weakRecoveryRuleCount: ofRules(
        () => activeRules(view, policy).filter((rule) => recoversWeakly(view.props(rule).actions, settings)).length,
      ),
      selfServiceRuleCount: ofRules(
        () => activeRules(view, policy).filter((rule) => selfServes(view.props(rule).actions)).length,
      ),
      coversAdmins: covers(policy, prepared),
    };
  },
};

/**
 * Defaults are those of Okta's API description for a setting left out of its section. A section that is not there at
 * all was not shown to us, and no default speaks for it.
 */
function strength(settings: Json | undefined): Facts {
  const password = pick(settings, 'password');
  const of = (name: string, read: (section: Json) => FactValue): FactValue => {
    const section = pick(password, name);
    return isObject(section) ? read(section) : NOT_SHOWN;
  };
  const number = (fallback: number, section: string, name: string) =>
    of(section, (found) => numberOf(pick(found, name)) ?? fallback);
  return {
    minLength: number(8, 'complexity', 'minLength'),
    minUpperCase: number(1, 'complexity', 'minUpperCase'),
    minLowerCase: number(1, 'complexity', 'minLowerCase'),
    minNumber: number(1, 'complexity', 'minNumber'),
    minSymbol: number(1, 'complexity', 'minSymbol'),
    historyCount: number(0, 'age', 'historyCount'),
    minAgeMinutes: number(0, 'age', 'minAgeMinutes'),
    maxAgeDays: number(0, 'age', 'maxAgeDays'),
    maxAttempts: number(10, 'lockout', 'maxAttempts'),
    excludesCommonPasswords: of(
      'complexity',
      (complexity) => pick(complexity, 'dictionary', 'common', 'exclude') === true,
    ),
    excludesUsername: of('complexity', (complexity) => pick(complexity, 'excludeUsername') !== false),
    excludedAttributes: of('complexity', (complexity) => [...textsOf(pick(complexity, 'excludeAttributes'))].sort()),
    answersBreach: isObject(password) ? answersBreach(pick(password, 'breachedProtection')) : NOT_SHOWN,
  };
}

const NOT_SHOWN = new Unknown([
  { resource: 'policies', parent: '', reason: 'Okta answered the policy without these settings' },
]);

function isObject(value: Json | undefined): value is Json & object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function answersBreach(protection: Json | undefined): boolean {
  return (
    typeof pick(protection, 'expireAfterDays') === 'number' ||
    pick(protection, 'logoutEnabled') === true ||
    !isEmpty(pick(protection, 'delegatedWorkflowId'))
  );
}

function recoveryFactor(settings: Json | undefined, factor: string): boolean {
  return pick(settings, 'recovery', 'factors', factor, 'status') === 'ACTIVE';
}

function questionLength(settings: Json | undefined): number | null {
  if (!recoveryFactor(settings, 'recovery_question')) return null;
  const length = pick(settings, 'recovery', 'factors', 'recovery_question', 'properties', 'complexity', 'minLength');
  return numberOf(length) ?? 4;
}

const WEAK_METHODS = new Set(['sms', 'voice', 'email']);

/**
 * A reset by SMS, call or e-mail alone. The methods of a rule are alternatives, of which whoever resets picks one: a
 * push beside them protects nobody. Identity Engine rules say so themselves, or leave it to an authentication policy,
 * which other rules judge; older rules rely on the recovery factors of the policy, where the question is the step-up.
 */
function recoversWeakly(actions: Json | undefined, settings: Json | undefined): boolean {
  const reset = pick(actions, 'selfServicePasswordReset');
  if (pick(reset, 'access') !== 'ALLOW') return false;
  const requirement = pick(reset, 'requirement');
  if (isEmpty(requirement)) {
    const weak = ['okta_sms', 'okta_call', 'okta_email'].some((factor) => recoveryFactor(settings, factor));
    return weak && !recoveryFactor(settings, 'recovery_question');
  }
  if (pick(requirement, 'accessControl') === 'AUTH_POLICY') return false;
  const methods = itemsOf(pick(requirement, 'primary', 'methods'));
  const weak = methods.some((method) => WEAK_METHODS.has(textOf(method) ?? ''));
  return weak && pick(requirement, 'stepUp', 'required') !== true;
}

function selfServes(actions: Json | undefined): boolean {
  return ['selfServicePasswordReset', 'selfServiceUnlock'].some(
    (action) => pick(actions, action, 'access') === 'ALLOW',
  );
}

function providerOf(view: GraphView, policy: NodeIndex): string {
  return textOf(pick(view.props(policy).conditions, 'authProvider', 'provider')) ?? 'OKTA';
}

/** Okta keeps a password that was imported as a hash, and its own policies govern it. */
function passwordProvider(type: Json | undefined): string {
  const provider = textOf(type) ?? 'OKTA';
  return provider === 'IMPORT' ? 'OKTA' : provider;
}

function covers(policy: NodeIndex, { adminPolicies, needs, memberNeeds }: Prepared): boolean | Unknown {
  if (memberNeeds.length > 0) return new Unknown(memberNeeds);
  if (adminPolicies.has(policy)) return true;
  return needs.length > 0 ? new Unknown(needs) : false;
}

/** Finds, for each user with a role, the first policy for its password provider that one of its groups is in. */
function adminCover({ view, privilege }: FactContext): Prepared {
  const policies = activePolicies(view, 'PASSWORD').map((policy) => ({
    policy,
    provider: providerOf(view, policy),
    groups: peopleOf(pick(view.props(policy).conditions, 'people')).includedGroups,
    fallback: isSystem(view, policy),
  }));
  const everyone = everyoneGroups(view);
  const adminPolicies = new Set<NodeIndex>();
  for (const holder of privilege.holders()) {
    if (view.kind(holder) !== 'User' || view.props(holder).status === 'DEPROVISIONED') continue;
    const provider = passwordProvider(view.props(holder).providerType);
    const groups = new Set(view.out(holder, 'MEMBER_OF').map((group) => view.externalId(group)));
    const deciding = policies.find(
      (one) =>
        (one.provider === provider || one.provider === 'ANY') &&
        (one.fallback || one.groups.length === 0 || one.groups.some((id) => everyone.has(id) || groups.has(id))),
    );
    if (deciding !== undefined) adminPolicies.add(deciding.policy);
  }
  const named = policies
    .flatMap((one) => one.groups)
    .filter((id) => !everyone.has(id))
    .map((id) => view.indexOf(`Group:${id}`))
    .filter((group) => group !== -1);
  const roles = ['policies', 'role-assignees', 'user-roles', 'group-roles'].map((resource) => ({
    resource,
    parent: '',
  }));
  return { adminPolicies, needs: hiding(view, roles), memberNeeds: unreadLists(view, 'group-members', named) };
}
