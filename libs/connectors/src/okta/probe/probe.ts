import { setMaxListeners } from 'node:events';
import { OKTA_RESOURCES } from '@posture/domain';
import type { OktaResource, ResourceSpec } from '@posture/domain';
import type { OktaClient } from '../http/okta-client';
import { OktaError } from '../http/okta-error';
import { oktaPath } from '../http/okta-path';
import { mapApp } from '../map/apps';
import { mapGroup, mapUserType, schemaIdOf } from '../map/directory';
import { inner, text, UnmappableRecord } from '../map/wire';
import type { Wire } from '../map/wire';
import { endingOf, endingOfEmpty, grantOf } from '../read/coverage-words';
import { readIdentity } from '../read/org-identity';
import { planMinutes, requestPlan } from '../read/request-plan';
import type { PlanOptions } from '../read/request-plan';
import { appFacts, groupFacts, isOidc, isServiceApp, readsMembers, readsSigningKeys } from '../read/selection';
import type { AppFacts, GroupFacts } from '../read/selection';
import { estimatedSizes } from './estimated-sizes';
import { sampleCalls, TENANT_CALLS } from './probe-lists';
import type { ProbeCall, ProbeSamples } from './probe-lists';

export interface ProbedResource {
  readonly resource: OktaResource;
  readonly title: string;
  readonly endpoint: string;
  /** not_probed: it could not be tried without an object of its kind, or would leave a trace. */
  readonly state: 'ok' | 'forbidden' | 'unlicensed' | 'failed' | 'not_probed';
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly reason: string | null;
  /** Scope, role or permission by name; null when granting would not help. */
  readonly missing: string | null;
  /** What to do about it, in an administrator's words. */
  readonly grant: string | null;
}

export interface OktaProbe {
  readonly org: {
    readonly id: string;
    readonly name: string | null;
    readonly pipeline: string;
    readonly origin: string;
  };
  readonly credential: {
    readonly kind: 'api_token' | 'client_secret' | 'private_key';
    /** The administrator an API token acts as; null for OAuth clients. */
    readonly owner: { readonly id: string; readonly login: string | null } | null;
    /** Types of the owner's own admin roles; null when they may not be read. */
    readonly roles: readonly string[] | null;
    readonly grantedScopes: readonly string[] | null;
    readonly missingScopes: readonly string[];
  };
  readonly resources: readonly ProbedResource[];
  readonly warnings: readonly string[];
  /** Requests a minute by bucket, as this org's answers gave them. */
  readonly limits: Readonly<Record<string, number>>;
  readonly plan: {
    readonly requests: number;
    readonly byBucket: Readonly<Partial<Record<string, number>>>;
    readonly minutes: number;
    readonly firstWaveMinutes: number;
    /** True when the org is larger than the probe looked, or a count may not be read: it takes at least this. */
    readonly atLeast: boolean;
  };
}

export interface ProbeOptions extends PlanOptions {
  readonly signal?: AbortSignal;
  /** After that the resources without an answer are reported as failed. Default 30 s. */
  readonly timeoutMs?: number;
}

/** Pages of groups and of applications looked at for the plan; a larger org's plan is a lower bound. */
const COUNTED_PAGES = 5;

/**
 * Tries each resource once, as cheaply as it can be tried, and says what is missing. Stores nothing, reads no secret.
 * @throws {DomainError} when the credential or the domain as a whole is refused
 */
export async function probe(client: OktaClient, options: ProbeOptions = {}): Promise<OktaProbe> {
  const deadline = AbortSignal.timeout(options.timeoutMs ?? 30_000);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  // All calls listen to it at once; that many are no leak.
  setMaxListeners(0, signal);
  const tries = new Tries(client, signal, options.signal);
  const identity = await readIdentity(client, signal);
  // Alone and first: a refused credential is one sentence, not forty.
  const usersCall = TENANT_CALLS.find((call) => call.resource === 'users');
  if (usersCall !== undefined) await tries.one(usersCall);
  const skipped = (resource: OktaResource): boolean => identity.pipeline !== 'idx' && onlyIdentityEngine(resource);
  await Promise.all([
    ...TENANT_CALLS.filter((call) => call.resource !== 'users' && !skipped(call.resource)).map((call) =>
      tries.one(call),
    ),
    tries.groups(),
    tries.apps(),
  ]);
  const samples = tries.samples();
  await Promise.all(
    sampleCalls(samples)
      .filter((call) => !skipped(call.resource))
      .map((call) => tries.one(call)),
  );
  const owner = await tries.owner();

  const sizes = estimatedSizes(identity.pipeline === 'idx' ? 'idx' : 'v1', tries);
  const credential = client.clientId === null ? 'api_token' : 'client';
  const plan = requestPlan(sizes, { credential, ...options });
  const scopes = client.scopes;
  return {
    org: {
      id: identity.id,
      name: text(tries.first('org'), 'companyName'),
      pipeline: identity.pipeline,
      origin: client.domain.origin,
    },
    credential: {
      kind: client.credentialKind,
      owner: owner === null ? null : { id: owner.id, login: owner.login },
      roles: owner?.roles ?? null,
      grantedScopes: scopes?.granted ?? null,
      missingScopes: scopes?.missing ?? [],
    },
    resources: (Object.keys(OKTA_RESOURCES) as OktaResource[]).map((resource) =>
      skipped(resource) ? unlicensedOnClassic(resource) : tries.report(resource),
    ),
    warnings: warningsOf(client, owner?.roles ?? null, tries),
    limits: client.limits,
    plan: {
      requests: plan.total,
      byBucket: plan.byBucket,
      minutes: planMinutes(plan.byBucket, client.limits),
      firstWaveMinutes: planMinutes(plan.firstWave, client.limits),
      atLeast: tries.truncated || tries.report('groups').state !== 'ok' || tries.report('apps').state !== 'ok',
    },
  };
}

function onlyIdentityEngine(resource: OktaResource): boolean {
  return 'identityEngine' in OKTA_RESOURCES[resource];
}

function warningsOf(client: OktaClient, roles: readonly string[] | null, tries: Tries): string[] {
  const warnings: string[] = [];
  const reading =
    'Reading needs less: the Read-only Administrator role and a custom admin role with okta.iam.read, okta.users.apitokens.read and okta.identityProviders.read on all resources.';
  if (roles?.includes('SUPER_ADMIN') === true) {
    warnings.push(`The credential is a Super Administrator: whoever steals it owns the org. ${reading}`);
  }
  if (roles === null && client.credentialKind === 'api_token') {
    warnings.push(
      "The admin roles of the token's owner cannot be read, so that it is not known what the token can do.",
    );
  }
  if (tries.report('groups').state === 'ok' && !tries.groupList.some((group) => group.type === 'BUILT_IN')) {
    warnings.push(
      'The group "Everyone" is not visible: the credential\'s admin role is limited to some groups, and users outside them are not seen.',
    );
  }
  return warnings;
}

function unlicensedOnClassic(resource: OktaResource): ProbedResource {
  const { title, endpoint }: ResourceSpec = OKTA_RESOURCES[resource];
  const reason = 'This org runs Okta Classic Engine; only Identity Engine has this.';
  return {
    resource,
    title,
    endpoint,
    state: 'unlicensed',
    status: null,
    latencyMs: null,
    reason,
    missing: null,
    grant: null,
  };
}

/** What the calls of one probe answered. */
class Tries {
  readonly groupList: GroupFacts[] = [];
  readonly appList: AppFacts[] = [];
  /** True when a list was longer than the probe looked. */
  truncated = false;
  readonly #reports = new Map<OktaResource, ProbedResource>();
  readonly #items = new Map<OktaResource, readonly unknown[]>();

  constructor(
    private readonly client: OktaClient,
    private readonly signal: AbortSignal,
    private readonly outer: AbortSignal | undefined,
  ) {}

  async one(call: ProbeCall): Promise<void> {
    await this.#try(call.resource, async () => {
      const { path, query, style } = call;
      if (style === 'document')
        return [(await this.client.get(path, { query, urgency: 'interactive', signal: this.signal })).body];
      for await (const page of this.client.pages(path, { query, style, urgency: 'interactive', signal: this.signal }))
        return page.items;
      return [];
    });
  }

  /** The group list with Okta's counts: the plan's best source, and the number of users for one request. */
  async groups(): Promise<void> {
    await this.#try('groups', async () => {
      const nodes = await this.#counted(oktaPath`/api/v1/groups`, { expand: 'stats', limit: '200' }, mapGroup);
      this.groupList.push(...nodes.map(groupFacts));
      return nodes;
    });
  }

  async apps(): Promise<void> {
    await this.#try('apps', async () => {
      const nodes = (
        await this.#counted(oktaPath`/api/v1/apps`, { limit: '200', includeNonDeleted: 'true' }, mapApp)
      ).filter((node) => node.kind === 'App');
      this.appList.push(...nodes.map(appFacts));
      return nodes;
    });
  }

  async #counted(
    path: ProbeCall['path'],
    query: Record<string, string>,
    map: typeof mapGroup,
  ): Promise<ReturnType<typeof mapGroup>['nodes'][number][]> {
    const nodes: ReturnType<typeof mapGroup>['nodes'][number][] = [];
    let pages = 0;
    for await (const page of this.client.pages(path, {
      query,
      style: 'link',
      urgency: 'interactive',
      signal: this.signal,
    })) {
      for (const item of page.items) {
        try {
          nodes.push(...map(item).nodes);
        } catch (error) {
          if (!(error instanceof UnmappableRecord)) throw error;
        }
      }
      pages += 1;
      if (page.next !== null && pages >= COUNTED_PAGES) {
        this.truncated = true;
        break;
      }
    }
    return nodes;
  }

  /** Only an API token has an owner; an OAuth client is no user. */
  async owner(): Promise<{ id: string; login: string | null; roles: readonly string[] | null } | null> {
    if (this.client.credentialKind !== 'api_token') return null;
    try {
      const { body } = await this.client.get(oktaPath`/api/v1/users/me`, {
        urgency: 'interactive',
        signal: this.signal,
      });
      const me = body as Wire;
      const id = text(me, 'id');
      if (id === null) return null;
      return { id, login: text(inner(me, 'profile'), 'login'), roles: await this.#rolesOf(id) };
    } catch (error) {
      this.outer?.throwIfAborted();
      if (error instanceof OktaError || this.signal.aborted) return null;
      throw error;
    }
  }

  async #rolesOf(id: string): Promise<readonly string[] | null> {
    try {
      const { body } = await this.client.get(oktaPath`/api/v1/users/${id}/roles`, {
        urgency: 'interactive',
        signal: this.signal,
      });
      if (!Array.isArray(body)) return null;
      return [...new Set(body.flatMap((row) => text(row as Wire, 'type') ?? []))].sort();
    } catch (error) {
      this.outer?.throwIfAborted();
      if (error instanceof OktaError || this.signal.aborted) return null;
      throw error;
    }
  }

  first(resource: OktaResource): Wire | null {
    const item = this.#items.get(resource)?.[0];
    return typeof item === 'object' && item !== null && !Array.isArray(item) ? (item as Wire) : null;
  }

  count(resource: OktaResource): number {
    return this.#items.get(resource)?.length ?? 0;
  }

  samples(): ProbeSamples {
    const service = this.appList.find(isServiceApp);
    return {
      user: text(this.first('users'), 'id'),
      admin: text(this.first('role-assignees'), 'id'),
      group: this.groupList.find(readsMembers)?.id ?? this.groupList[0]?.id ?? null,
      app: this.appList[0]?.id ?? null,
      oidcApp: this.appList.find(isOidc)?.id ?? null,
      serviceClient: service?.clientId ?? null,
      samlApp: this.appList.find(readsSigningKeys)?.id ?? null,
      userSchema: schemaOfFirst(this.first('user-types')),
      customRole: text(this.first('custom-roles'), 'id'),
      resourceSet: text(this.first('resource-sets'), 'id'),
      policy: text(this.first('policies'), 'id'),
      authenticator: text(this.first('authenticators'), 'id'),
      authServer: text(this.first('authorization-servers'), 'id'),
    };
  }

  report(resource: OktaResource): ProbedResource {
    const found = this.#reports.get(resource);
    if (found !== undefined) return found;
    const { title, endpoint }: ResourceSpec = OKTA_RESOURCES[resource];
    const reason =
      resource === 'client-secrets'
        ? 'Never tried: Okta logs each read of a client secret.'
        : 'Not tried: no object of its kind was at hand.';
    return {
      resource,
      title,
      endpoint,
      state: 'not_probed',
      status: null,
      latencyMs: null,
      reason,
      missing: null,
      grant: null,
    };
  }

  async #try(resource: OktaResource, call: () => Promise<readonly unknown[]>): Promise<void> {
    const { title, endpoint }: ResourceSpec = OKTA_RESOURCES[resource];
    const startedAt = this.client.clock.now().getTime();
    const base = { resource, title, endpoint };
    const latency = (): number => this.client.clock.now().getTime() - startedAt;
    try {
      const items = await call();
      this.#items.set(resource, items);
      const empty = items.length === 0 ? endingOfEmpty(resource) : null;
      const grant = empty === null ? null : `Grant the credential ${grantOf(resource)}.`;
      this.#reports.set(resource, {
        ...base,
        state: empty === null ? 'ok' : 'forbidden',
        status: 200,
        latencyMs: latency(),
        reason: empty?.reason ?? null,
        missing: empty?.missing ?? null,
        grant,
      });
    } catch (error) {
      this.outer?.throwIfAborted();
      if (error instanceof OktaError && error.refusal !== 'credential_refused') {
        const ending = endingOf(error, resource, 0);
        const state = ending.state === 'forbidden' || ending.state === 'unlicensed' ? ending.state : 'failed';
        this.#reports.set(resource, {
          ...base,
          state,
          status: error.facts.status === 0 ? null : error.facts.status,
          latencyMs: latency(),
          reason: ending.reason,
          missing: ending.missing,
          grant: grantText(error, resource, ending.missing),
        });
        return;
      }
      if (!this.signal.aborted) throw error;
      this.#reports.set(resource, {
        ...base,
        state: 'failed',
        status: null,
        latencyMs: latency(),
        reason: 'No answer in time.',
        missing: null,
        grant: null,
      });
    }
  }
}

function grantText(error: OktaError, resource: OktaResource, missing: string | null): string | null {
  if (missing === null) return null;
  return error.refusal === 'scope_missing'
    ? `Grant the scope ${missing} to the app under "Okta API Scopes".`
    : `Grant the credential ${grantOf(resource)}.`;
}

function schemaOfFirst(userType: Wire | null): string | null {
  const [type] = userType === null || text(userType, 'id') === null ? [] : mapUserType(userType).nodes;
  return type === undefined ? null : schemaIdOf(type);
}
