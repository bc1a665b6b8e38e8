import { nothingHidden } from '@posture/access-graph';
import type { CoverageView, NodeKind, OktaResource } from '@posture/domain';
import type { NotAssessedReason } from '@posture/rule-engine';

/** The lists each kind of subject comes from. What such a list did not show, no rule about the kind has judged. */
const LISTS_OF: Readonly<Partial<Record<NodeKind, readonly OktaResource[]>>> = {
  Org: ['org'],
  User: ['users'],
  Group: ['groups'],
  App: ['apps'],
  ServiceIntegration: ['api-services'],
  ApiToken: ['api-tokens'],
  ClientSecret: ['client-secrets'],
  Jwk: ['app-jwks'],
  SigningKey: ['app-keys', 'idp-keys'],
  Grant: ['app-grants'],
  CustomRole: ['custom-roles'],
  RoleAssignment: ['role-assignees', 'user-roles', 'group-roles', 'client-roles'],
  ResourceSet: ['resource-sets'],
  Policy: ['policies'],
  PolicyRule: ['policy-rules'],
  IdP: ['idps'],
  AuthServer: ['authorization-servers'],
  AuthServerPolicy: ['auth-server-policies'],
  AuthServerRule: ['auth-server-rules'],
  GroupRule: ['group-rules'],
  Attribute: ['user-schema'],
  UserType: ['user-types'],
  Zone: ['zones'],
  TrustedOrigin: ['trusted-origins'],
  Behavior: ['behaviors'],
  Factor: ['factors'],
  Authenticator: ['authenticators'],
  Device: ['devices'],
  Realm: ['realms'],
  Hook: ['event-hooks', 'inline-hooks'],
  LogStream: ['log-streams'],
};

/**
 * Why there may be subjects of a kind that nobody saw; empty when each list was read to its end. Their number is not
 * known, so `subjects` is 0.
 */
export function unseenSubjects(kind: NodeKind, coverage: CoverageView): readonly NotAssessedReason[] {
  return (LISTS_OF[kind] ?? [])
    .filter((resource) => !nothingHidden(coverage, resource))
    .map((resource) => {
      const { reason, missing } = coverage.of(resource);
      return { resource, reason: reason ?? 'It was not read.', missing, subjects: 0 };
    });
}
