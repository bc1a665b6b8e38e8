import { setMaxListeners } from 'node:events';
import { hidesNothing } from '@posture/domain';
import type { ReadStats, SyncProgress, SyncSink, Wave } from '@posture/domain';
import type { OktaResource } from '../catalogue/okta-catalogue';
import type { OktaClient } from '../http/okta-client';
import { allSettled } from './all-settled';
import { appListsAhead, appsOf, readAppLists } from './apps.reader';
import { COMPLETE } from './coverage-words';
import type { Ending } from './coverage-words';
import { askView, differenceOf, firstView } from './credential-view';
import {
  groupsOf,
  memberLists,
  readFactors,
  readGroupMembers,
  readGroupOwners,
  readRoleGroupMembers,
} from './groups.reader';
import { readIdentity } from './org-identity';
import { ReadAhead, forgetAhead, isScarce } from './read-ahead';
import { ReadRun } from './read-run';
import type { ListRead } from './read-run';
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
  /** By the wave whose lists are read ahead. */
  readonly #ahead = new Map<Wave, ReadAhead>();
  #stopAhead = new AbortController();
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
      failed: this.#client.failed,
      failures: this.#client.failures,
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
    const aside = AbortSignal.any([signal, this.#stopAhead.signal]);
    setMaxListeners(0, aside);
    const ahead = new ReadRun(this.#client, sink, wave, aside, null);
    const forget = this.#client.listenWaiting((waiting) => run.waitingFor(waiting));
    try {
      await this.#ahead.get(wave)?.halt();
      this.#ahead.delete(wave);
      const before = await firstView(this.#client, run.writer, either, run.now());
      if (wave === 1) await this.#readTenant(run, ahead, stop);
      else if (wave === 2) await this.#readGroups(run, ahead, stop);
      else if (wave === 3) await this.#readApps(run, stop);
      else throw new RangeError(`Okta is read in waves 1 to 3; there is no wave ${wave}.`);
      const changed = differenceOf(before, await askView(this.#client, either));
      if (changed !== null) {
        await run.disbelieveAbsences(changed);
        await this.#disbelieveAhead(run);
      }
      if (wave === 1) this.#tenant = run.endings;
    } catch (error) {
      this.#stopAhead.abort(error);
      throw error;
    } finally {
      forget();
    }
  }

  async #readTenant(run: ReadRun, ahead: ReadRun, stop: AbortController): Promise<void> {
    const identity = await readIdentity(this.#client, run.signal);
    const asked = orgLists(identity, this.#client.clientId);
    const lists = new Map(asked.map((list) => [list.resource, readTenantList(run, list, identity)]));
    const after = (resource: OktaResource): Promise<void> => lists.get(resource) ?? Promise.resolve();
    const { factors = 'admins' } = this.#options;

    const roles = new RolesReader(run).read(
      after('groups').then(() => groupsOf(run)),
      after('apps').then(() => appsOf(run)),
    );
    const laterLists = [
      after('groups').then(() => this.#readAhead(2, ahead)),
      after('apps').then(() => this.#readAhead(3, ahead)),
    ];
    const members = roles.then(async (holders) => {
      // These are wanted now, and are not to be read twice at once.
      await laterLists[0];
      await this.#ahead.get(2)?.halt();
      await readRoleGroupMembers(run, holders);
      await this.#readAhead(2, ahead);
    });
    await allSettled(
      [
        ...lists.values(),
        ...laterLists,
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

  async #readGroups(run: ReadRun, ahead: ReadRun, stop: AbortController): Promise<void> {
    const listed = await this.#earlier(run, 'groups');
    const roles = await this.#earlier(run, 'group-roles');
    await this.#readAhead(3, ahead);
    // Owners are asked of the groups that give a role: while those are not all known, some group was left out.
    const owned = listed.state === 'complete' && !hidesNothing(roles) ? roles : listed;
    await allSettled([readGroupMembers(run, listed), readGroupOwners(run, owned)], (error) => stop.abort(error));
  }

  async #readApps(run: ReadRun, stop: AbortController): Promise<void> {
    const listed = { apps: await this.#earlier(run, 'apps'), groups: await this.#earlier(run, 'groups') };
    await readAppLists(run, listed, this.#withSecrets, (error) => stop.abort(error));
  }

  get #withSecrets(): boolean {
    return this.#options.includeClientSecrets ?? false;
  }

  async #listsAhead(wave: 2 | 3, run: ReadRun): Promise<ListRead[]> {
    return wave === 2 ? memberLists(run, await groupsOf(run)) : appListsAhead(run, this.#withSecrets);
  }

  /** Begins to read the lists of a later wave, when their limit would keep that wave waiting. */
  async #readAhead(wave: 2 | 3, run: ReadRun): Promise<void> {
    if (wave === 3 && this.#ahead.has(wave)) return;
    const lists = await this.#listsAhead(wave, run);
    if (isScarce(this.#client, wave === 2 ? 'GL' : 'AL', lists.length))
      this.#ahead.set(wave, new ReadAhead(run, lists));
  }

  /** What was read ahead under another view is read again in its own wave, whichever process read it. */
  async #disbelieveAhead(run: ReadRun): Promise<void> {
    this.#stopAhead.abort(new Error('What the credential sees has changed.'));
    await Promise.all([...this.#ahead.values()].map((ahead) => ahead.halt()));
    this.#ahead.clear();
    this.#stopAhead = new AbortController();
    for (const wave of [2, 3] as const) if (wave > run.wave) await forgetAhead(run, await this.#listsAhead(wave, run));
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
