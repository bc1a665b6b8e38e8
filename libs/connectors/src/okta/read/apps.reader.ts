import type { NodeKey, OktaResource } from '@posture/domain';
import { nodeKey } from '@posture/domain';
import { oktaPath } from '../http/okta-path';
import { mapAppGroup, mapAppUser, mapClientSecret, mapGrant, mapGroupApp, mapJwk, mapSigningKey } from '../map/apps';
import type { Mapped } from '../map/wire';
import { allSettled } from './all-settled';
import type { Ending } from './coverage-words';
import { groupsOf } from './groups.reader';
import { PAGE_LIMITS } from './page-limits';
import { readParents } from './read-parents';
import type { ListPart, ListRead, ReadRun } from './read-run';
import { isGone } from './roles.reader';
import {
  appFacts,
  byRisk,
  readsAssignmentsByGroup,
  readsGrants,
  readsJwks,
  readsSecrets,
  readsSigningKeys,
} from './selection';
import type { AppFacts } from './selection';
import { paged, unpaged } from './tenant-lists';
import { stagedOf } from './tenant.reader';

const SIGNING_KEYS_LIFE_MS = 7 * 86_400_000;

export interface AppChoice {
  readonly includeClientSecrets: boolean;
  readonly appGroups: 'auto' | 'by-app' | 'by-group';
  readonly privilegedApps: readonly string[];
  readonly signingKeysReadAt: (app: NodeKey) => Date | null;
}

export async function appsOf(run: ReadRun): Promise<AppFacts[]> {
  return (await stagedOf(run, 'App')).map(appFacts);
}

/**
 * The applications' own lists. They share the scarcest limit of all, so that they queue behind one another: grants and
 * keys first, because they are few and weigh most, then assignments with the privileged applications first.
 */
export async function readAppLists(
  run: ReadRun,
  listed: { readonly apps: Ending; readonly groups: Ending },
  choice: AppChoice,
  onFailure: (error: unknown) => void,
): Promise<void> {
  const apps = byRisk(await appsOf(run), choice.privilegedApps);
  const lists = listsOf(run, apps, choice);
  const listOfParents = listed.apps;

  const byGroup = readAssignedGroups(run, apps, listed, choice);
  const byApp = (async () => {
    await readParents(run, 'app-grants', lists.grants, { listOfParents });
    await readParents(run, 'app-jwks', lists.jwks, { listOfParents });
    if (!choice.includeClientSecrets) await run.conclude('client-secrets', SECRETS_NOT_ASKED, 0, run.startedAt);
    else await readParents(run, 'client-secrets', lists.secrets, { listOfParents });
    await readParents(run, 'app-users', lists.users, { listOfParents });
    await readParents(run, 'app-keys', lists.keys, {
      listOfParents,
      conclude: (ending) => concludeKeys(ending, apps.filter(readsSigningKeys).length - lists.keys.length),
    });
  })();
  await allSettled([byGroup, byApp], onFailure);
}

/** The applications' own lists that spend the applications' limit, in the order they are read. */
export async function appListsAhead(run: ReadRun, choice: AppChoice): Promise<ListRead[]> {
  const lists = listsOf(run, byRisk(await appsOf(run), choice.privilegedApps), choice);
  return [...lists.grants, ...lists.jwks, ...lists.secrets, ...lists.users, ...lists.keys];
}

interface AppLists {
  readonly grants: readonly ListRead[];
  readonly jwks: readonly ListRead[];
  readonly secrets: readonly ListRead[];
  readonly users: readonly ListRead[];
  readonly keys: readonly ListRead[];
}

function listsOf(run: ReadRun, apps: readonly AppFacts[], choice: AppChoice): AppLists {
  const reads = (
    resource: OktaResource,
    of: readonly AppFacts[],
    part: (id: string) => ListPart,
    map: (id: string) => (item: unknown) => Mapped,
  ): ListRead[] =>
    of.map(({ id }) => ({
      resource,
      parent: nodeKey('App', id),
      parts: [part(id)],
      map: map(id),
      parentIsGone: () => isGone(run, oktaPath`/api/v1/apps/${id}`),
    }));
  return {
    grants: reads(
      'app-grants',
      apps.filter(readsGrants),
      (id) => paged(oktaPath`/api/v1/apps/${id}/grants`, PAGE_LIMITS['app-grants']),
      mapGrant,
    ),
    jwks: reads(
      'app-jwks',
      apps.filter(readsJwks),
      (id) => unpaged(oktaPath`/api/v1/apps/${id}/credentials/jwks`),
      mapJwk,
    ),
    secrets: reads(
      'client-secrets',
      choice.includeClientSecrets ? apps.filter(readsSecrets) : [],
      (id) => unpaged(oktaPath`/api/v1/apps/${id}/credentials/secrets`),
      mapClientSecret,
    ),
    users: reads(
      'app-users',
      apps,
      (id) => paged(oktaPath`/api/v1/apps/${id}/users`, PAGE_LIMITS['app-users']),
      mapAppUser,
    ),
    keys: reads(
      'app-keys',
      apps.filter((app) => readsSigningKeys(app) && isDue(run, app, choice)),
      (id) => unpaged(oktaPath`/api/v1/apps/${id}/credentials/keys`),
      mapSigningKey,
    ),
  };
}

const SECRETS_NOT_ASKED: Ending = {
  state: 'not_read',
  reason:
    'Client secrets are read only with --include client-secrets: Okta answers them in clear text and logs each read. Age and status would be kept, the value never.',
  missing: null,
};

/** Certificates change rarely: those read within seven days stay as they are. */
function isDue(run: ReadRun, { id }: AppFacts, { signingKeysReadAt }: AppChoice): boolean {
  const readAt = signingKeysReadAt(nodeKey('App', id));
  return readAt === null || run.now().getTime() - readAt.getTime() > SIGNING_KEYS_LIFE_MS;
}

function concludeKeys(ending: Ending, kept: number): Ending {
  if (kept === 0) return ending;
  return {
    state: 'not_read',
    reason: `Certificates of ${kept} applications were read within the last seven days and are kept.`,
    missing: null,
  };
}

/** From the side that takes fewer requests; see `readsAssignmentsByGroup`. */
async function readAssignedGroups(
  run: ReadRun,
  apps: readonly AppFacts[],
  listed: { readonly apps: Ending; readonly groups: Ending },
  choice: AppChoice,
): Promise<void> {
  const groups = await groupsOf(run);
  const counts = groups.map((group) => group.appsCount);
  const byGroup =
    choice.appGroups === 'by-group' ||
    (choice.appGroups === 'auto' &&
      groups.length > 0 &&
      listed.groups.state === 'complete' &&
      readsAssignmentsByGroup(apps.length, counts, PAGE_LIMITS['group-apps']));
  const reads = byGroup
    ? groups
        .filter((group) => group.appsCount !== 0)
        .map(({ id }): ListRead => ({
          resource: 'app-groups',
          parent: nodeKey('Group', id),
          parts: [paged(oktaPath`/api/v1/groups/${id}/apps`, PAGE_LIMITS['group-apps'])],
          map: mapGroupApp(id),
          parentIsGone: () => isGone(run, oktaPath`/api/v1/groups/${id}`),
        }))
    : apps.map(({ id }): ListRead => ({
        resource: 'app-groups',
        parent: nodeKey('App', id),
        parts: [paged(oktaPath`/api/v1/apps/${id}/groups`, PAGE_LIMITS['app-groups'])],
        map: mapAppGroup(id),
        parentIsGone: () => isGone(run, oktaPath`/api/v1/apps/${id}`),
      }));
  await readParents(run, 'app-groups', reads, { listOfParents: byGroup ? listed.groups : listed.apps });
}
