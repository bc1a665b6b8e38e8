import { APPS_OF_GROUP } from '../catalogue/object.rows';
import type { ObjectResource } from '../catalogue/object.rows';
import { allSettled } from './all-settled';
import type { Ending } from './coverage-words';
import { groupsOf } from './groups.reader';
import { listOf } from './object-list';
import { readParents } from './read-parents';
import type { ListRead, ReadRun } from './read-run';
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
import { stagedOf } from './tenant.reader';

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
  includeClientSecrets: boolean,
  onFailure: (error: unknown) => void,
): Promise<void> {
  const apps = byRisk(await appsOf(run));
  const lists = listsOf(run, apps, includeClientSecrets);
  const listOfParents = listed.apps;

  const byGroup = readAssignedGroups(run, apps, listed);
  const byApp = (async () => {
    await readParents(run, 'app-grants', lists['app-grants'], { listOfParents });
    await readParents(run, 'app-jwks', lists['app-jwks'], { listOfParents });
    if (includeClientSecrets) await readParents(run, 'client-secrets', lists['client-secrets'], { listOfParents });
    else await run.conclude('client-secrets', SECRETS_NOT_ASKED, 0, run.startedAt);
    await readParents(run, 'app-users', lists['app-users'], { listOfParents });
    await readParents(run, 'app-keys', lists['app-keys'], { listOfParents });
  })();
  await allSettled([byGroup, byApp], onFailure);
}

/** The applications' own lists that spend the applications' limit, in the order they are read. */
export async function appListsAhead(run: ReadRun, includeClientSecrets: boolean): Promise<ListRead[]> {
  return Object.values(listsOf(run, byRisk(await appsOf(run)), includeClientSecrets)).flat();
}

function listsOf(run: ReadRun, apps: readonly AppFacts[], includeClientSecrets: boolean) {
  const read = (resource: ObjectResource, of: readonly AppFacts[]): ListRead[] =>
    of.map(({ id }) => listOf(run, resource, id));
  return {
    'app-grants': read('app-grants', apps.filter(readsGrants)),
    'app-jwks': read('app-jwks', apps.filter(readsJwks)),
    'client-secrets': read('client-secrets', includeClientSecrets ? apps.filter(readsSecrets) : []),
    'app-users': read('app-users', apps),
    'app-keys': read('app-keys', apps.filter(readsSigningKeys)),
  };
}

const SECRETS_NOT_ASKED: Ending = {
  state: 'not_read',
  reason:
    'Client secrets are read only with --include client-secrets: Okta answers them in clear text and logs each read. Age and status would be kept, the value never.',
  missing: null,
};

/** From the side that takes fewer requests; see `readsAssignmentsByGroup`. */
async function readAssignedGroups(
  run: ReadRun,
  apps: readonly AppFacts[],
  listed: { readonly apps: Ending; readonly groups: Ending },
): Promise<void> {
  const groups = await groupsOf(run);
  const counts = groups.map((group) => group.appsCount);
  const byGroup =
    groups.length > 0 &&
    listed.groups.state === 'complete' &&
    readsAssignmentsByGroup(apps.length, counts, APPS_OF_GROUP.pageLimit);
  const reads = byGroup
    ? groups.filter((group) => group.appsCount !== 0).map(({ id }) => listOf(run, 'app-groups', id, APPS_OF_GROUP))
    : apps.map(({ id }) => listOf(run, 'app-groups', id));
  await readParents(run, 'app-groups', reads, { listOfParents: byGroup ? listed.groups : listed.apps });
}
