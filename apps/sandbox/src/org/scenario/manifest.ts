import { idOf } from '../generate/baseline-world';
import type { Manifest, ManifestFinding, ManifestSubject, Wire } from '../org';
import type { ChildList, OrgState } from '../state/org-state';
import type { References } from './references';
import type { ImpliedSubject, Scenario } from './scenario';

/** The findings a scenario's plants imply, with ids and names as Okta has them; from the scenario alone. */
export function manifestOf(scenario: Scenario, references: References, state: OrgState): Manifest {
  const subject = (implied: ImpliedSubject): ManifestSubject => {
    const externalId = references.subject(implied.externalId);
    return { kind: implied.kind, externalId, name: nameOf(state, implied.kind, externalId) };
  };
  const listed = (field: 'implies' | 'measures'): ManifestFinding[] =>
    scenario.plants
      .flatMap((plant) =>
        plant[field].map((implied): ManifestFinding => ({
          rule: implied.rule,
          subject: subject(implied.subject),
          parent: implied.parent ? subject(implied.parent) : null,
          plant: plant.name,
        })),
      )
      .sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return {
    scenario: scenario.name,
    profile: scenario.profile,
    findings: listed('implies'),
    measures: listed('measures'),
    decoys: scenario.decoys.flatMap((decoy) => {
      const ids = [
        ...Object.values(decoy.add)
          .flat()
          .flatMap(({ id }) => (typeof id === 'string' ? [references.idOf(id)] : [])),
      ].concat(Object.values(decoy.patch).flatMap((byId) => Object.keys(byId).map((id) => references.path(id))));
      return decoy.nearMissOf.map((nearMissOf) => ({ name: decoy.name, nearMissOf, ids }));
    }),
  };
}

function key({ rule, subject, parent }: ManifestFinding): string {
  return [rule, parent?.kind, parent?.externalId, subject.kind, subject.externalId].join('\u0000');
}

const LISTS: Readonly<Record<string, Parameters<OrgState['list']>[0]>> = {
  ApiToken: 'apiTokens',
  ServiceIntegration: 'apiServices',
  Policy: 'policies',
  IdP: 'idps',
  Zone: 'zones',
  CustomRole: 'customRoles',
  ResourceSet: 'resourceSets',
  GroupRule: 'groupRules',
  Authenticator: 'authenticators',
  TrustedOrigin: 'trustedOrigins',
  LogStream: 'logStreams',
  AuthServer: 'authorizationServers',
  Behavior: 'behaviors',
  Realm: 'realms',
  UserType: 'userTypes',
};
const CHILDREN: Readonly<Record<string, ChildList>> = {
  PolicyRule: 'policyRules',
  Grant: 'grants',
  AuthServerPolicy: 'serverPolicies',
  AuthServerRule: 'serverRules',
};

function nameOf(state: OrgState, kind: string, id: string): string | null {
  if (kind === 'Org') return id === idOf(state.baseline, 'org') ? String(state.settings.org.companyName) : null;
  if (kind === 'User') return state.users.find(id)?.profile.login ?? null;
  if (kind === 'Group') return text((state.groups.find(id)?.profile as { name?: unknown } | undefined)?.name);
  if (kind === 'App') return text(state.apps.find(id)?.label);
  if (kind === 'RoleAssignment') return state.roles.get(id)?.label ?? null;
  if (kind === 'Hook') return label(state.list('eventHooks').find(id) ?? state.list('inlineHooks').find(id));
  if (kind === 'Device')
    return text((state.list('devices').find(id)?.profile as { displayName?: unknown } | undefined)?.displayName);
  const child = CHILDREN[kind];
  if (child) return label(state.findChild(child, id)?.item);
  const list = LISTS[kind];
  return list === undefined ? id : label(state.list(list).find(id));
}

function label(wire: Wire | undefined): string | null {
  return text(wire?.name ?? wire?.label ?? wire?.scopeId);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
