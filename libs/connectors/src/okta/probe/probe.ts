import { setMaxListeners } from 'node:events';
import type { Probe, ProbedResource } from '@posture/domain';
import { LOG } from '../catalogue/log';
import { OKTA_RESOURCE_NAMES, OKTA_ROWS, grantOfRole } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';
import { partOf, pathOf } from '../catalogue/okta-row';
import type { OktaRow, Query } from '../catalogue/okta-row';
import type { PlanOptions } from '../catalogue/okta-sizes';
import type { Seen } from '../catalogue/samples';
import { refuseOutsideZone } from '../connection/own-zone';
import type { OktaClient } from '../http/okta-client';
import { OktaError } from '../http/okta-error';
import { oktaPath } from '../http/okta-path';
import { mapApp } from '../map/apps';
import { mapGroup } from '../map/directory';
import { inner, text, UnmappableRecord } from '../map/wire';
import type { Wire } from '../map/wire';
import { endingOfEmpty, endingOfRow } from '../read/coverage-words';
import type { ReadRow } from '../read/coverage-words';
import { readIdentity } from '../read/org-identity';
import { planMinutes, requestPlan } from '../read/request-plan';
import { appFacts, groupFacts } from '../read/selection';
import type { AppFacts, GroupFacts } from '../read/selection';
import { estimatedSizes } from './estimated-sizes';

export interface ProbeOptions extends PlanOptions {
  readonly signal?: AbortSignal;
}

/** After that the resources without an answer are reported as failed. */
const TIMEOUT_MS = 30_000;

/** Pages of groups and of applications looked at for the plan; a larger org's plan is a lower bound. */
const COUNTED_PAGES = 5;

/**
 * Tries each resource once, as cheaply as it can be tried, and says what is missing. Stores nothing, reads no secret.
 * @throws {DomainError} when the credential or the domain as a whole is refused
 */
export async function probe(client: OktaClient, options: ProbeOptions = {}): Promise<Probe> {
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  // All calls listen to it at once; that many are no leak.
  setMaxListeners(0, signal);
  const tries = new Tries(client, signal, options.signal);
  const identity = await readIdentity(client, signal);
  // Alone and first: a refused credential is one sentence, not forty.
  await tries.one('users');
  if (tries.report('users').missing === OKTA_ROWS.users.role) await refuseOutsideZone(client, signal);
  const skipped = (resource: OktaResource): boolean =>
    identity.pipeline !== 'idx' && OKTA_ROWS[resource].identityEngine === true;
  const rest = OKTA_RESOURCE_NAMES.filter((resource) => resource !== 'users' && !skipped(resource));
  await Promise.all([...rest.map((resource) => tries.one(resource)), tries.groups(), tries.apps(), tries.log()]);
  await Promise.all(rest.map((resource) => tries.oneObject(resource)));
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
    resources: [
      ...OKTA_RESOURCE_NAMES.map((resource) =>
        skipped(resource) ? unlicensedOnClassic(resource) : tries.report(resource),
      ),
      tries.report(LOG.resource),
    ],
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
  const { title, endpoint } = OKTA_ROWS[resource];
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

/** What is tried: the rows of the catalogue, and the log. */
type Tried = OktaResource | typeof LOG.resource;

function rowOf(tried: Tried): ReadRow & Pick<OktaRow, 'probe'> {
  return tried === LOG.resource ? LOG : OKTA_ROWS[tried];
}

/** What the calls of one probe answered. */
class Tries implements Seen {
  readonly groupList: GroupFacts[] = [];
  readonly appList: AppFacts[] = [];
  /** True when a list was longer than the probe looked. */
  truncated = false;
  readonly #reports = new Map<Tried, ProbedResource>();
  readonly #items = new Map<Tried, readonly unknown[]>();

  constructor(
    private readonly client: OktaClient,
    private readonly signal: AbortSignal,
    private readonly outer: AbortSignal | undefined,
  ) {}

  /** Tries a list of the whole org, unless the probe counts it anyway. */
  async one(resource: OktaResource): Promise<void> {
    const row = OKTA_ROWS[resource];
    if (row.per === undefined && row.probe?.counted !== true) await this.#call(resource, row);
  }

  /** Tries the list of an object met before; without one it stays untried. */
  async oneObject(resource: OktaResource): Promise<void> {
    const row = OKTA_ROWS[resource];
    const id = row.probe?.of?.(this) ?? null;
    if (id !== null) await this.#call(resource, row, id);
  }

  async #call(resource: OktaResource, row: OktaRow, ...ids: readonly string[]): Promise<void> {
    const path = pathOf(row, ...ids);
    const options = { query: leastQuery(row), urgency: 'interactive' as const, signal: this.signal };
    await this.#try(resource, async () => {
      const { style } = row;
      if (style === 'document') return [(await this.client.get(path, options)).body];
      for await (const page of this.client.pages(path, { ...options, style })) return page.items;
      return [];
    });
  }

  /** The group list with Okta's counts: the plan's best source, and the number of users for one request. */
  async groups(): Promise<void> {
    await this.#try('groups', async () => {
      const nodes = await this.#counted('groups', mapGroup);
      this.groupList.push(...nodes.map(groupFacts));
      return nodes;
    });
  }

  async apps(): Promise<void> {
    await this.#try('apps', async () => {
      const nodes = (await this.#counted('apps', mapApp)).filter((node) => node.kind === 'App');
      this.appList.push(...nodes.map(appFacts));
      return nodes;
    });
  }

  async log(): Promise<void> {
    const options = { query: { limit: '1' }, urgency: 'interactive' as const, signal: this.signal };
    await this.#try(LOG.resource, async () => (await this.client.page(oktaPath`/api/v1/logs`, options)).items);
  }

  async #counted(
    resource: OktaResource,
    map: typeof mapGroup,
  ): Promise<ReturnType<typeof mapGroup>['nodes'][number][]> {
    const { path, query } = partOf(OKTA_ROWS[resource]);
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

  report(resource: Tried): ProbedResource {
    const found = this.#reports.get(resource);
    if (found !== undefined) return found;
    const { title, endpoint, probe: how } = rowOf(resource);
    const reason = how?.never ?? 'Not tried: no object of its kind was at hand.';
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

  async #try(resource: Tried, call: () => Promise<readonly unknown[]>): Promise<void> {
    const row = rowOf(resource);
    const { title, endpoint } = row;
    const startedAt = this.client.clock.now().getTime();
    const base = { resource, title, endpoint };
    const latency = (): number => this.client.clock.now().getTime() - startedAt;
    try {
      const items = await call();
      this.#items.set(resource, items);
      const empty = items.length === 0 && resource !== LOG.resource ? endingOfEmpty(resource) : null;
      const grant = empty === null ? null : `Grant the credential ${grantOfRole(row.role)}.`;
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
        const ending = endingOfRow(error, row, 0);
        const state = ending.state === 'forbidden' || ending.state === 'unlicensed' ? ending.state : 'failed';
        this.#reports.set(resource, {
          ...base,
          state,
          status: error.facts.status === 0 ? null : error.facts.status,
          latencyMs: latency(),
          reason: ending.reason,
          missing: ending.missing,
          grant: grantText(error, row, ending.missing),
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

function grantText(error: OktaError, { role }: ReadRow, missing: string | null): string | null {
  if (missing === null) return null;
  return error.refusal === 'scope_missing'
    ? `Grant the scope ${missing} to the app under "Okta API Scopes".`
    : `Grant the credential ${grantOfRole(role)}.`;
}

/** The least page Okta pages by `Link`; in an envelope a whole one, because it is counted. */
function leastQuery({ probe: how, style, pageLimit }: OktaRow): Query | undefined {
  if (how?.query !== undefined || pageLimit === null) return how?.query;
  return { limit: style === 'link' ? '1' : String(pageLimit) };
}
