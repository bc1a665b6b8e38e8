import { setMaxListeners } from 'node:events';
import { hidesNothing } from '@posture/domain';
import type { ReadStats, SyncProgress, SyncSink, Wave } from '@posture/domain';
import type { OktaResource } from '../catalogue/okta-catalogue';
import type { OktaClient } from '../http/okta-client';
import { allSettled } from './all-settled';
import { appsOf, readAppLists } from './apps.reader';
import { COMPLETE } from './coverage-words';
import type { Ending } from './coverage-words';
import { askView, differenceOf, firstView } from './credential-view';
import { groupsOf, readFactors, readGroupMembers, readGroupOwners, readRoleGroupMembers } from './groups.reader';
import { readIdentity } from './org-identity';
import { ReadRun } from './read-run';
import { RolesReader } from './roles.reader';
import { orgLists } from './org-lists';
import { readAuthServers, readAuthenticators, readPolicyRules, readTenantList, readUserSchemas } from './tenant.reader';

export interface OktaReaderOptions {
  /** admins (default): role holders, directly or by a group; all: every user, one request each. */
  readonly factors?: 'admins' | 'all';
  /** Okta answers them in clear text and logs each read; we keep age and status only. Default false. */
  readonly includeClientSecrets?: boolean;
  readonly onProgress?: (progress: SyncProgress) => void;
}

/**
 * Reads an Okta org into a sync, wave by wave, with the requests of `requestPlan`. Every wave may be run by another
 * process than the one before: what it must know of earlier waves it takes from what they staged.
 */
export class OktaReader {
  readonly #client: OktaClient;
  readonly #options: OktaReaderOptions;
  /** How the lists of the first wave went, when this process read them. */
  #tenant: ReadonlyMap<OktaResource, Ending> = new Map();

  constructor(client: OktaClient, options: OktaReaderOptions = {}) {
    this.#client = client;
    this.#options = options;
  }

  stats(): ReadStats {
    return {
      requests: this.#client.requests,
      requestsByBucket: this.#client.requestsByBucket,
      throttledMs: this.#client.throttledMs,
    };
  }

  /**
   * Ends when every resource of the wave has its coverage, whatever Okta refused.
   * @throws {RangeError} for a wave Okta's catalogue does not have
   * @throws {DomainError} `okta.credential_refused` and its kin when nothing can be read at all; `sync.fenced`
   * @throws the signal's reason when aborted
   */
  async readWave(wave: Wave, sink: SyncSink, signal: AbortSignal): Promise<void> {
    // A failure nobody can go on from stops the reads beside it; they must not go on writing.
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    // Every request in flight and every one that waits listens to it; that many are no leak.
    setMaxListeners(0, either);
    const run = new ReadRun(this.#client, sink, wave, either, this.#options.onProgress ?? null);
    const forget = this.#client.listenWaiting((waiting) => run.waitingFor(waiting));
    try {
      const before = await firstView(this.#client, run.writer, either, run.now());
      if (wave === 1) await this.#readTenant(run, stop);
      else if (wave === 2) await this.#readGroups(run, stop);
      else if (wave === 3) await this.#readApps(run, stop);
      else throw new RangeError(`Okta is read in waves 1 to 3; there is no wave ${wave}.`);
      const changed = differenceOf(before, await askView(this.#client, either));
      if (changed !== null) await run.disbelieveAbsences(changed);
      if (wave === 1) this.#tenant = run.endings;
    } finally {
      forget();
    }
  }

  async #readTenant(run: ReadRun, stop: AbortController): Promise<void> {
    const identity = await readIdentity(this.#client, run.signal);
    const asked = orgLists(identity, this.#client.clientId);
    const lists = new Map(asked.map((list) => [list.resource, readTenantList(run, list, identity)]));
    const after = (resource: OktaResource): Promise<void> => lists.get(resource) ?? Promise.resolve();
    const { factors = 'admins' } = this.#options;

    const roles = new RolesReader(run).read(
      after('groups').then(() => groupsOf(run)),
      after('apps').then(() => appsOf(run)),
    );
    const members = roles.then((holders) => readRoleGroupMembers(run, holders));
    await allSettled(
      [
        ...lists.values(),
        members,
        Promise.all([roles, members, after('users')]).then(([holders]) => readFactors(run, holders, factors)),
        readAuthenticators(run, identity),
        after('user-types').then(() => readUserSchemas(run)),
        after('policies').then(() => readPolicyRules(run)),
        after('authorization-servers').then(() => readAuthServers(run)),
      ],
      (error) => stop.abort(error),
    );
    await run.disbelieveEmptyLists();
  }

  async #readGroups(run: ReadRun, stop: AbortController): Promise<void> {
    const listed = await this.#earlier(run, 'groups');
    const roles = await this.#earlier(run, 'group-roles');
    // Owners are asked of the groups that give a role: while those are not all known, some group was left out.
    const owned = listed.state === 'complete' && !hidesNothing(roles) ? roles : listed;
    await allSettled([readGroupMembers(run, listed), readGroupOwners(run, owned)], (error) => stop.abort(error));
  }

  async #readApps(run: ReadRun, stop: AbortController): Promise<void> {
    const listed = { apps: await this.#earlier(run, 'apps'), groups: await this.#earlier(run, 'groups') };
    await readAppLists(run, listed, this.#options.includeClientSecrets ?? false, (error) => stop.abort(error));
  }

  /** How a list of the first wave went, also when another process read it. */
  async #earlier(run: ReadRun, resource: OktaResource): Promise<Ending> {
    const known = this.#tenant.get(resource);
    if (known !== undefined) return known;
    const progress = await run.writer.progress(resource, '');
    if (progress?.finished === true && progress.state === 'complete') return COMPLETE;
    return {
      state: progress?.state ?? 'partial',
      reason: 'The list these belong to was not read to its end in this sync.',
      missing: null,
    };
  }
}
