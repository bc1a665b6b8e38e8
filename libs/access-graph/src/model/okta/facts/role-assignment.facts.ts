import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, FactValue, Json, NodeIndex } from '@posture/domain';
import { ROLE_ASSIGNMENT_FACTS } from '../fact-schema/role-assignment.facts';
import { unreadList } from '../../../facts/list-coverage';
import { boundedBy, mergedNeeds } from './role-facts';
import { pick, textOf, textsOf } from '../../../facts/wire';

/** Roles that may read client secrets, which Okta's admin barrier does not protect. */
const SECRET_READERS = new Set<Json | undefined>(['READ_ONLY_ADMIN', 'APP_ADMIN', 'API_ACCESS_MANAGEMENT_ADMIN']);

interface Prepared {
  /** ACTIVE applications of tier T0 or T1 with a secret. */
  readonly secretApps: readonly NodeIndex[];
  readonly needs: readonly FactNeed[];
}

export const roleAssignmentFacts: FactSet<Prepared> = {
  kind: 'RoleAssignment',
  schema: ROLE_ASSIGNMENT_FACTS,
  prepare,
  compute: (context, assignment, prepared) => {
    const { view } = context;
    const props = view.props(assignment);
    const [holder] = view.in(assignment, 'HAS_ROLE_ASSIGNMENT');
    return {
      roleType: textOf(props['type']),
      roleLabel: textOf(props['label']) ?? textOf(props['type']),
      holderName: holder === undefined ? null : (view.name(holder) ?? view.externalId(holder)),
      holderKind: holder === undefined ? null : view.kind(holder),
      status: textOf(props['status']) ?? 'ACTIVE',
      targets: targetsOf(context, assignment),
      ...secretFacts(context, assignment, prepared),
    };
  },
};

function prepare({ view, privilege }: FactContext): Prepared {
  const secretApps: NodeIndex[] = [];
  const lowerNeeds = new Set<readonly FactNeed[]>();
  for (const app of view.ofKind('App')) {
    if (!authenticatesBySecret(view, app)) continue;
    const tier = privilege.tier(app);
    if (tier === 'T0' || tier === 'T1') secretApps.push(app);
    // A role or scope that could not be read may lift it.
    else {
      lowerNeeds.add(privilege.heldRolesNeeds(app));
      lowerNeeds.add(unreadList(view.coverage, 'app-grants', view.key(app)));
    }
  }
  return {
    secretApps,
    needs: mergedNeeds([...unreadList(view.coverage, 'apps'), ...[...lowerNeeds].flat()]),
  };
}

/** An ACTIVE client whose method is client_secret_* has a live secret: Okta does not let the last one be removed. */
function authenticatesBySecret(view: FactContext['view'], app: NodeIndex): boolean {
  const { status, credentials } = view.props(app);
  if (status !== 'ACTIVE') return false;
  const method = textOf(pick(credentials, 'oauthClient', 'token_endpoint_auth_method')) ?? '';
  if (method.startsWith('client_secret')) return true;
  return view
    .in(app, 'CREDENTIAL_OF')
    .some((credential) => view.kind(credential) === 'ClientSecret' && view.props(credential)['status'] === 'ACTIVE');
}

function targetsOf({ view }: FactContext, assignment: NodeIndex): FactValue {
  const { targets } = view.props(assignment);
  if (typeof targets === 'string') return targets;
  return new Unknown([{ resource: 'role-targets', parent: view.key(assignment) }]);
}

function secretFacts(context: FactContext, assignment: NodeIndex, { secretApps, needs }: Prepared): Facts {
  const { view } = context;
  const { type, targetApps } = view.props(assignment);
  if (!SECRET_READERS.has(type)) return { readableSecretApps: [], readableSecretAppCount: 0 };
  const targets = targetsOf(context, assignment);
  let readable = secretApps;
  let open = needs;
  // Only APP_ADMIN can be limited to applications.
  if (type === 'APP_ADMIN' && targets !== 'all') {
    const instances = new Set(view.out(assignment, 'SCOPED_TO'));
    const catalogue = textsOf(targetApps);
    readable = secretApps.filter(
      (app) => instances.has(app) || catalogue.includes(textOf(view.props(app)['catalogName']) ?? ''),
    );
    if (targets instanceof Unknown) open = mergedNeeds([...needs, ...targets.needs]);
  }
  return {
    readableSecretApps: boundedBy(
      readable.map((app) => view.name(app) ?? view.externalId(app)),
      open,
    ),
    readableSecretAppCount: boundedBy(readable.length, open),
  };
}
