import type { NodeRecord } from '@posture/domain';
import { nodeKey } from '@posture/domain';
import { OKTA_ROWS } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';
import { partOf, pathOf } from '../catalogue/okta-row';
import { OktaError } from '../http/okta-error';
import { oktaPath } from '../http/okta-path';
import { mapUserSchema, schemaIdOf } from '../map/directory';
import { standardRoles } from '../map/roles';
import { mapAuthServerPolicy, mapAuthServerRule, mapAuthenticator, mapOrg, mapPolicyRule } from '../map/tenant';
import type { OrgIdentity } from '../map/tenant';
import { required, wireObject } from '../map/wire';
import { COMPLETE, endingOf, summarise } from './coverage-words';
import type { Ending } from './coverage-words';
import { readParents } from './read-parents';
import type { ListRead, ReadRun } from './read-run';
import { isGone } from './is-gone';

const CLASSIC: Ending = {
  state: 'unlicensed',
  reason: 'This org runs Okta Classic Engine; only Identity Engine has this.',
  missing: null,
};

/** Reads one list of the whole tenant, unless the org's engine does not have it. */
export async function readTenantList(run: ReadRun, list: ListRead, identity: OrgIdentity): Promise<void> {
  if (onlyIdentityEngine(list.resource) && identity.pipeline !== 'idx') {
    await run.finishUnread(list.resource, '', CLASSIC);
    return;
  }
  const result = await run.readList(list);
  // The tenant itself is known from its public metadata even where its settings may not be read.
  if (list.resource === 'org' && result.records === 0 && result.error !== null) {
    const nodes = [...mapOrg(identity, null).nodes, ...standardRoles()];
    const { state, reason, missing } = result;
    await run.writeWhole({ resource: 'org', parent: '' }, { nodes, edges: [] }, { state, reason, missing }, 0);
  }
}

function onlyIdentityEngine(resource: OktaResource): boolean {
  return OKTA_ROWS[resource].identityEngine === true;
}

/** Objects of a kind this sync has staged, in key order. */
export async function stagedOf(run: ReadRun, kind: NodeRecord['kind']): Promise<NodeRecord[]> {
  const nodes: NodeRecord[] = [];
  for await (const node of run.writer.staged.stagedNodes(kind)) nodes.push(node);
  return nodes;
}

function ended(run: ReadRun, resource: OktaResource): Ending {
  return run.endings.get(resource) ?? { state: 'not_read', reason: null, missing: null };
}

export async function readUserSchemas(run: ReadRun): Promise<void> {
  const types = await stagedOf(run, 'UserType');
  const reads = types.map(({ key, externalId, props }): ListRead => ({
    resource: 'user-schema',
    parent: key,
    parts: [partOf(OKTA_ROWS['user-schema'], schemaIdOf({ externalId, props }))],
    map: mapUserSchema(externalId),
    parentIsGone: () => isGone(run, oktaPath`/api/v1/meta/types/user/${externalId}`),
  }));
  await readParents(run, 'user-schema', reads, { listOfParents: ended(run, 'user-types') });
}

export async function readPolicyRules(run: ReadRun): Promise<void> {
  const policies = await stagedOf(run, 'Policy');
  const reads = policies.map(({ key, externalId, props }): ListRead => ({
    resource: 'policy-rules',
    parent: key,
    parts: [partOf(OKTA_ROWS['policy-rules'], externalId)],
    map: mapPolicyRule(externalId, typeof props['type'] === 'string' ? props['type'] : null),
    parentIsGone: () => isGone(run, oktaPath`/api/v1/policies/${externalId}`),
  }));
  await readParents(run, 'policy-rules', reads, { listOfParents: ended(run, 'policies') });
}

export async function readAuthServers(run: ReadRun): Promise<void> {
  const servers = await stagedOf(run, 'AuthServer');
  const policyReads = servers.map(({ key, externalId }): ListRead => ({
    resource: 'auth-server-policies',
    parent: key,
    parts: [partOf(OKTA_ROWS['auth-server-policies'], externalId)],
    map: mapAuthServerPolicy(externalId),
    parentIsGone: () => isGone(run, oktaPath`/api/v1/authorizationServers/${externalId}`),
  }));
  const { ending } = await readParents(run, 'auth-server-policies', policyReads, {
    listOfParents: ended(run, 'authorization-servers'),
  });
  const policies = await stagedOf(run, 'AuthServerPolicy');
  const ruleReads = policies.flatMap(({ key, externalId, props }): ListRead[] => {
    const server = props['authServerId'];
    if (typeof server !== 'string') return [];
    return [
      {
        resource: 'auth-server-rules',
        parent: key,
        parts: [partOf(OKTA_ROWS['auth-server-rules'], server, externalId)],
        map: mapAuthServerRule(server, externalId),
        parentIsGone: () => isGone(run, oktaPath`/api/v1/authorizationServers/${server}/policies/${externalId}`),
      },
    ];
  });
  await readParents(run, 'auth-server-rules', ruleReads, { listOfParents: ending });
}

/** Authenticators are written with their methods, which are lists of their own. */
export async function readAuthenticators(run: ReadRun, identity: OrgIdentity): Promise<void> {
  if (identity.pipeline !== 'idx') {
    await run.finishUnread('authenticators', '', CLASSIC);
    await run.finishUnread('authenticator-methods', '', CLASSIC);
    return;
  }
  const endings: Ending[] = [];
  let methods = 0;
  await run.readList({
    resource: 'authenticators',
    parent: '',
    parts: [partOf(OKTA_ROWS.authenticators)],
    resumable: false,
    map: async (item) => {
      const id = required(wireObject(item, 'authenticator'), 'id', 'authenticator');
      const read = await methodsOf(run, id);
      endings.push(read.ending);
      methods += read.items?.length ?? 0;
      const mapped = mapAuthenticator(item, read.items);
      await run.finishUnread(
        'authenticator-methods',
        nodeKey('Authenticator', id),
        read.ending,
        read.items?.length ?? 0,
      );
      return mapped;
    },
  });
  await run.conclude('authenticator-methods', summarise(endings, ended(run, 'authenticators')), methods, run.startedAt);
}

async function methodsOf(run: ReadRun, id: string): Promise<{ items: readonly unknown[] | null; ending: Ending }> {
  const items: unknown[] = [];
  try {
    for await (const page of run.client.pages(pathOf(OKTA_ROWS['authenticator-methods'], id), {
      style: 'whole',
      signal: run.signal,
    })) {
      items.push(...page.items);
    }
    return { items, ending: COMPLETE };
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof OktaError) || error.refusal === 'credential_refused') throw error;
    return { items: null, ending: endingOf(error, 'authenticator-methods', 0) };
  }
}
