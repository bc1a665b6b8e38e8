import { nodeKey } from '@posture/domain';
import type { OktaError } from '../http/okta-error';
import { pathOf } from './okta-row';
import type { ListPart, OktaRow } from './okta-row';

/** Policies are listed by type. The first four are all that Classic knows, and every org has at least some of them. */
const CLASSIC_POLICY_TYPES = ['OKTA_SIGN_ON', 'PASSWORD', 'MFA_ENROLL', 'IDP_DISCOVERY'] as const;

/** Types of Identity Engine; several exist only with a licence, so a refusal of one says nothing about the others. */
const IDENTITY_ENGINE_POLICY_TYPES = [
  ...CLASSIC_POLICY_TYPES,
  'ACCESS_POLICY',
  'PROFILE_ENROLLMENT',
  'POST_AUTH_SESSION',
  'ENTITY_RISK',
  'SESSION_VIOLATION_DETECTION',
  'DEVICE_SIGNAL_COLLECTION',
  'CLIENT_UPDATE',
  'IDENTITY_CLAIM_SOURCING',
] as const;

/** Okta's automations. Its API description does not list the type, though orgs serve it; asked on either engine. */
const AUTOMATIONS = 'USER_LIFECYCLE';

export function policyTypes(pipeline: string): readonly string[] {
  return [...(pipeline === 'idx' ? IDENTITY_ENGINE_POLICY_TYPES : CLASSIC_POLICY_TYPES), AUTOMATIONS];
}

/** A policy type an org does not have is answered with 400 or 401; only the types every org has must answer. */
export function policyPart(row: OktaRow, type: string): ListPart {
  // Application policies are asked of Identity Engine orgs only, and each of those guards its Admin Console by one.
  const everyOrg = type === 'ACCESS_POLICY' || (CLASSIC_POLICY_TYPES as readonly string[]).includes(type);
  const absent = (error: OktaError): boolean =>
    error.refusal === 'feature_missing' ||
    error.refusal === 'not_found' ||
    (error.refusal === 'request_refused' && error.facts.status === 400);
  return {
    path: pathOf(row),
    query: { type },
    style: row.style,
    served: nodeKey('Policy', type),
    ...(everyOrg ? {} : { tolerates: absent }),
  };
}
