import { Unknown } from '@posture/domain';
import type { FactContext, Facts, FactSet, FactValue, GraphView, Json, NodeIndex } from '@posture/domain';
import { AUTHENTICATOR_FACTS } from '../fact-schema/authenticator.facts';
import { activePolicies, hiding, isActive } from './policy-rules';
import { itemsOf, numberOf, pick, textOf } from '../../../facts/wire';

/** What each authenticator may be used for, and how strictly. */
export const authenticatorFacts: FactSet<FactValue> = {
  kind: 'Authenticator',
  schema: AUTHENTICATOR_FACTS,
  prepare: ({ view }: FactContext) => modelsRestricted(view),
  compute({ view }: FactContext, authenticator: NodeIndex, restricted: FactValue): Facts {
    const { key, status, settings, provider } = view.props(authenticator);
    const only = (wanted: string, value: FactValue): FactValue => (key === wanted ? value : null);
    const configuration = pick(provider, 'configuration');
    return {
      key: textOf(key) ?? '',
      status: textOf(status) ?? 'INACTIVE',
      allowedForSignIn: allowedForSignIn(view, authenticator),
      fipsRequired: only('okta_verify', pick(settings, 'compliance', 'fips') === 'REQUIRED'),
      pushActive: only('okta_verify', methodsActive(view, authenticator, ['push'])),
      numberChallenge: only('okta_verify', numberChallenge(settings)),
      userVerification: only('okta_verify', textOf(pick(settings, 'userVerification')) ?? 'PREFERRED'),
      multiUse: only('tac', pick(configuration, 'multiUseAllowed') === true),
      maxLifetimeMinutes: only('tac', lifetime(configuration)),
      modelsRestricted: only('webauthn', restricted),
    };
  },
};

/** Authenticators without the setting are for signing in only. */
function allowedForSignIn(view: GraphView, authenticator: NodeIndex): FactValue {
  const { key, settings } = view.props(authenticator);
  const allowedFor = pick(settings, 'allowedFor');
  if (!isActive(view, authenticator) || allowedFor === 'recovery' || allowedFor === 'none') return false;
  return key === 'phone_number' ? methodsActive(view, authenticator, ['sms', 'voice']) : true;
}

function methodsActive(view: GraphView, authenticator: NodeIndex, types: readonly string[]): FactValue {
  if (!isActive(view, authenticator)) return false;
  const { methods } = view.props(authenticator);
  if (!Array.isArray(methods))
    return new Unknown([{ resource: 'authenticator-methods', parent: view.key(authenticator) }]);
  return methods.some(
    (method) => types.includes(textOf(pick(method, 'type')) ?? '') && pick(method, 'status') === 'ACTIVE',
  );
}

function numberChallenge(settings: Json | undefined): string {
  return textOf(pick(settings, 'channelBinding', 'required')) ?? 'NEVER';
}

/** Okta's default applies where the org sets no limit. */
function lifetime(configuration: Json | undefined): number {
  return numberOf(pick(configuration, 'maxTtl')) ?? numberOf(pick(configuration, 'defaultTtl')) ?? 120;
}

function modelsRestricted(view: GraphView): FactValue {
  const restricted = activePolicies(view, 'MFA_ENROLL').some((policy) =>
    itemsOf(pick(view.props(policy).settings, 'authenticators')).some(
      (one) => pick(one, 'key') === 'webauthn' && itemsOf(pick(one, 'constraints', 'aaguidGroups')).length > 0,
    ),
  );
  const open = hiding(view, [{ resource: 'policies', parent: '' }]);
  return restricted || (open.length > 0 ? new Unknown(open) : false);
}
