import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, Facts, FactSet, FactValue, GraphView, NodeIndex } from '@posture/domain';
import { POLICY_FACTS } from '../fact-schema/policy.facts';
import { BrokenReferences } from './policy-references';
import {
  activePolicies,
  activeRules,
  everyoneGroups,
  hiding,
  isActive,
  isSystem,
  peopleOf,
  policyType,
  rulesNeed,
} from './policy-rules';
import { shadowedRules } from './shadowed-rules';
import { itemsOf, pick, textOf } from '../../../facts/wire';

interface Prepared {
  readonly everyone: ReadonlySet<string>;
  readonly everyoneMustEnrollStrong: FactValue;
  readonly references: BrokenReferences;
}

/** Facts of policies of every type, and of the small types that need only a line or two. */
export const policyFacts: FactSet<Prepared> = {
  kind: 'Policy',
  schema: POLICY_FACTS,
  prepare({ view }: FactContext): Prepared {
    const everyone = everyoneGroups(view);
    return {
      everyone,
      everyoneMustEnrollStrong: everyoneMustEnrollStrong(view, everyone),
      references: new BrokenReferences(view),
    };
  },
  compute({ view }: FactContext, policy: NodeIndex, prepared: Prepared): Facts {
    const type = policyType(view, policy);
    const open = hiding(view, [rulesNeed(view, policy)]);
    const ofRules = (value: () => FactValue): FactValue => (open.length > 0 ? new Unknown(open) : value());
    const only = (wanted: string, value: () => FactValue): FactValue => (type === wanted ? value() : null);
    const broken = prepared.references.of(policy);
    const shadowed = open.length > 0 ? null : shadowedRules(view, policy);
    return {
      type,
      status: textOf(view.props(policy).status) ?? 'INACTIVE',
      system: isSystem(view, policy),
      brokenReferenceCount:
        broken.needs.length > 0 ? new AtLeast(broken.found.length, broken.needs) : broken.found.length,
      brokenReferences: broken.needs.length > 0 ? new AtLeast(broken.found, broken.needs) : broken.found,
      shadowedRuleCount: shadowed === null ? new Unknown(open) : shadowed.length,
      shadowedRules: shadowed === null ? new Unknown(open) : shadowed,
      everyoneMustEnrollStrong: only('MFA_ENROLL', () => prepared.everyoneMustEnrollStrong),
      answersHighRisk: only('ENTITY_RISK', () => ofRules(() => answersHighRisk(view, policy))),
      answersSessionFailure: only('POST_AUTH_SESSION', () => ofRules(() => answersSessionFailure(view, policy))),
      selfRegistrationRuleCount: only('PROFILE_ENROLLMENT', () => ofRules(() => selfRegistrationRules(view, policy))),
    };
  },
};

/**
 * Authenticators and Classic factors of assurance level 2 and up. Phone, e-mail, question and password are below; so
 * is an external IdP, whose strength Okta does not know.
 */
const STRONG = new Set([
  'custom_app',
  'custom_otp',
  'duo',
  'fido_u2f',
  'fido_webauthn',
  'google_otp',
  'hotp',
  'okta_otp',
  'okta_push',
  'okta_verify',
  'onprem_mfa',
  'rsa_token',
  'security_key',
  'smart_card_idp',
  'symantec_vip',
  'webauthn',
  'yubikey_token',
]);

/**
 * Judged on the first ACTIVE policy that covers Everyone: the ones behind it never decide. What it requires binds
 * nobody while each of its rules says never to prompt for enrolment.
 */
function everyoneMustEnrollStrong(view: GraphView, everyone: ReadonlySet<string>): FactValue {
  const policies = activePolicies(view, 'MFA_ENROLL');
  const first = policies.find((policy) => {
    const { includedGroups } = peopleOf(pick(view.props(policy).conditions, 'people'));
    return isSystem(view, policy) || includedGroups.length === 0 || includedGroups.some((id) => everyone.has(id));
  });
  const open = hiding(view, [{ resource: 'policies', parent: '' }]);
  if (first === undefined) return open.length > 0 ? new Unknown(open) : false;
  // One in front may name Everyone by an id that only the list of groups tells.
  const groupsOpen = policies[0] === first ? [] : hiding(view, [{ resource: 'groups', parent: '' }]);
  if (groupsOpen.length > 0) return new Unknown(groupsOpen);
  const { settings } = view.props(first);
  const required = (enroll: unknown): boolean => enroll === 'REQUIRED';
  const authenticators = itemsOf(pick(settings, 'authenticators')).some(
    (one) => STRONG.has(textOf(pick(one, 'key')) ?? '') && required(pick(one, 'enroll', 'self')),
  );
  const factors = pick(settings, 'factors');
  const requires = authenticators || [...STRONG].some((key) => required(pick(factors, key, 'enroll', 'self')));
  if (!requires) return false;
  const rulesOpen = hiding(view, [rulesNeed(view, first)]);
  return rulesOpen.length > 0 ? new Unknown(rulesOpen) : !neverPrompts(view, first);
}

function neverPrompts(view: GraphView, policy: NodeIndex): boolean {
  const rules = activeRules(view, policy);
  return (
    rules.length > 0 &&
    rules.every((rule) => (textOf(pick(view.props(rule).actions, 'enroll', 'self')) ?? '').startsWith('NEVER'))
  );
}

function answersHighRisk(view: GraphView, policy: NodeIndex): boolean {
  if (!isActive(view, policy)) return false;
  return activeRules(view, policy).some((rule) => {
    const level = pick(view.props(rule).conditions, 'entityRisk', 'level');
    const actions = pick(view.props(rule).actions, 'entityRisk', 'actions');
    return (level === 'HIGH' || level === 'ANY') && itemsOf(actions).length > 0;
  });
}

function answersSessionFailure(view: GraphView, policy: NodeIndex): boolean {
  if (!isActive(view, policy)) return false;
  return activeRules(view, policy).some(
    (rule) => itemsOf(pick(view.props(rule).actions, 'postAuthSession', 'failureActions')).length > 0,
  );
}

function selfRegistrationRules(view: GraphView, policy: NodeIndex): number {
  return activeRules(view, policy).filter((rule) => {
    const enrolment = pick(view.props(rule).actions, 'profileEnrollment');
    return pick(enrolment, 'access') !== 'DENY' && pick(enrolment, 'unknownUserAction') === 'REGISTER';
  }).length;
}
