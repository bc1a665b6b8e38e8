import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@posture/domain';
import type { JsonObject, Tuning } from '@posture/domain';
import { Secret, UNFINISHED } from '@posture/platform';
import type { Queryable, Run, RunRequest, RunStore, SecretBox } from '@posture/platform';
import type { Aftermath } from './aftermath';
import type { ConnectRequest, CredentialRequest } from './connection.flow';
import type { ProbeReport } from './probe.flow';
import type { ReplayInput } from './replay/replay-input';
import type { RulePreview } from './rules/rule-preview';
import type { ScanInput } from './scan-input';

/** Everything this product does beyond answering a question. */
export const RUN_KINDS = [
  'connect',
  'credential',
  'probe',
  'scan',
  'delta',
  'follow',
  'replay',
  'evaluate',
  'preview',
  'project',
  'triage',
  'purge',
] as const;
/** One of `RUN_KINDS`, as a run's row carries it. */
export type RunKind = (typeof RUN_KINDS)[number];
/** Those an operator waits for the answer of. */
export const QUESTIONS: readonly RunKind[] = ['connect', 'credential', 'probe', 'preview'];
/** Those somebody waits for, though not with the request open. */
export const SOON: readonly RunKind[] = [...QUESTIONS, 'triage'];
/** Those that go on until they are stopped. */
export const STANDING: readonly RunKind[] = ['follow'];

/** Neo4j may be away for hours; it is asked again until then. */
const PROJECT_ATTEMPTS = 20;
/** Whoever asks over HTTP waits that long for a worker, which looks by itself every 15 s, and for the provider's answer. */
const TAKEN_MS = 30_000;
const ANSWER_MS = 90_000;
const LOOK_MS = 100;
/** A question is asked again only when the process that worked on it died. */
const QUESTION_ATTEMPTS = 3;
const SEALED_FOR = 'run:connect';

/** Commits with a run. */
type Beside = (run: Run, tx: Queryable) => Promise<void>;

/** Of what a credential's run is asked, all but the credential, which is sealed. */
type Unsealed<Request> = Omit<Request, 'credential' | 'credentialExpiresAt'> & {
  readonly sealed: string;
  readonly expiresAt: string | null;
};

/**
 * Asks for work: writes it down and wakes whoever can do it. What is to be done belongs to no process; each run is
 * begun by a worker, here or elsewhere.
 */
export class Work {
  #wake: (runId: string) => unknown = () => undefined;

  constructor(
    private readonly runs: RunStore,
    private readonly secrets: SecretBox,
    private readonly aftermath: Aftermath,
  ) {}

  /** Said once, by the application that can wake somebody or works itself. */
  wakeBy(wake: (runId: string) => unknown): void {
    this.#wake = wake;
  }

  /**
   * Reads the tenant and judges it.
   * @param trigger who or what asked, such as `cli`
   * @param supersede an unfinished scan nobody works on gives way; what it has read is gone on with
   * @param id of the run; one that is there already is the answer
   * @throws {DomainError} `sync.already_running`
   */
  scan(connectionId: string, input: ScanInput, trigger: string, supersede = false, id?: string): Promise<Run> {
    const request = { kind: 'scan' as const, id, connectionId, exclusive: ofTenant(connectionId), trigger, supersede };
    return this.#alone({ ...request, input: { ...input, read: [...input.read] } });
  }

  /** The same, because its time has come. @param taken commits with the run @throws as `scan`, and what `taken` throws; there is no run then */
  scanDue(connectionId: string, input: ScanInput, trigger: string, taken: Beside): Promise<Run> {
    const request = { kind: 'scan' as const, connectionId, exclusive: ofTenant(connectionId), trigger };
    return this.#alone({ ...request, input: { ...input, read: [...input.read] } }, taken);
  }

  /**
   * Reads again what the tenant's log says has changed. @returns null while the tenant is read or judged: what waits stays
   * in its queue, and is asked for again
   */
  delta(connectionId: string, trigger: string): Promise<Run | null> {
    return this.#once({ kind: 'delta', connectionId, exclusive: ofTenant(connectionId), trigger });
  }

  /**
   * Reads some lists of the tenant again and judges what differs.
   * @throws {DomainError} `sync.already_running`
   */
  readAgain(connectionId: string, resources: readonly string[], trigger: string, id?: string): Promise<Run> {
    const input = { resources: [...resources] };
    return this.#alone({ kind: 'delta', connectionId, exclusive: ofTenant(connectionId), trigger, input, id });
  }

  /**
   * Reads the tenant's log and judges it, until it is stopped. @param supersede one that nobody works on gives way
   * @returns null while somebody does
   */
  follow(connectionId: string, trigger: string, supersede = false): Promise<Run | null> {
    return this.#once({ kind: 'follow', connectionId, exclusive: ofLog(connectionId), trigger, supersede });
  }

  /**
   * Judges what is kept of a tenant's log once more; one at a time, as each needs about the memory of whoever follows a log.
   * @param supersede one that nobody works on gives way
   * @param id as of `scan`
   * @returns null while that goes on already
   */
  replay(
    connectionId: string,
    asked: ReplayInput,
    trigger: string,
    supersede = false,
    id?: string,
  ): Promise<Run | null> {
    const input = asked as unknown as JsonObject;
    const exclusive = `replay:${connectionId}`;
    return this.#once({ kind: 'replay', id, connectionId, exclusive, trigger, supersede, input });
  }

  /** Judges what is known of the tenant, without asking it. @param id as of `scan` @throws {DomainError} `sync.already_running` */
  evaluate(connectionId: string, { profile }: Pick<ScanInput, 'profile'>, trigger: string, id?: string): Promise<Run> {
    const request = { kind: 'evaluate' as const, id, connectionId, exclusive: ofTenant(connectionId), trigger };
    return this.#alone({ ...request, input: { profile } });
  }

  /**
   * The same, because its rules are others now, or its time has come. @param taken as of `scanDue`
   * @returns null while the tenant is read or judged
   */
  judgeAgain(
    connectionId: string,
    profile: ScanInput['profile'],
    trigger: string,
    taken?: Beside,
  ): Promise<Run | null> {
    const request = { kind: 'evaluate' as const, connectionId, exclusive: ofTenant(connectionId), trigger };
    return this.#once({ ...request, input: { profile } }, taken);
  }

  /** What a change of tuning would do, judged by a worker. @throws as `connect` */
  async preview(connectionId: string, tuning: Tuning): Promise<RulePreview> {
    const input = { tuning: tuning as unknown as JsonObject };
    const run = await this.#ask({ kind: 'preview', connectionId, input });
    return (await this.#answer(run)) as unknown as RulePreview;
  }

  /** Brings Neo4j to a version. @returns null when that was asked for already */
  project(connectionId: string, version: number, trigger: string): Promise<Run | null> {
    const exclusive = `project:${connectionId}:${version}`;
    return this.#once({ kind: 'project', connectionId, exclusive, trigger, maxAttempts: PROJECT_ATTEMPTS });
  }

  /** Removes a connection that is gone from Neo4j. */
  unproject(connectionId: string, trigger: string): Promise<Run | null> {
    const input = { forget: connectionId };
    const exclusive = `unproject:${connectionId}`;
    return this.#once({ kind: 'project', exclusive, trigger, maxAttempts: PROJECT_ATTEMPTS, input });
  }

  /** Deletes what is older than its retention. @returns null while that goes on already */
  purge(trigger: string): Promise<Run | null> {
    return this.#once({ kind: 'purge', exclusive: 'purge', trigger });
  }

  /**
   * Changes many findings. @param beside commits with the run
   * @throws what `beside` throws; there is no run then
   */
  triage(input: JsonObject, trigger: string, id: string, beside: Beside): Promise<Run> {
    return this.#request({ kind: 'triage', id, trigger, input }, beside);
  }

  /**
   * Connects a tenant, by a worker: who serves the API need not reach any provider.
   * @param id of the connection; one that was made under it is the answer
   * @returns the connection's id
   * @throws {DomainError} what the provider's refusal says, `work.nobody` when no worker takes it
   */
  async connect(request: ConnectRequest, id?: string): Promise<string> {
    const run = await this.#ask({ kind: 'connect', id, input: this.#sealed(request) });
    return (await this.#answer(run))['connectionId'] as string;
  }

  /** Gives a connection another credential, by a worker, and has its log followed with it. @throws as `connect` */
  async replaceCredential(connectionId: string, request: CredentialRequest): Promise<void> {
    const input = this.#sealed(request);
    const run = await this.#ask({ kind: 'credential', connectionId, input });
    await this.#answer(run);
    for (const { id } of await this.runs.list({ connectionId, kind: 'follow', states: UNFINISHED }))
      await this.#stop(id);
    await this.aftermath.letGo(connectionId);
  }

  /** What a run of kind `connect` was asked for. */
  connectRequestOf(run: Run): ConnectRequest {
    return this.#unsealed<ConnectRequest>(run);
  }

  /** What a run of kind `credential` was asked for. */
  credentialRequestOf(run: Run): CredentialRequest {
    return this.#unsealed<CredentialRequest>(run);
  }

  /** What a connection's credential may read, asked by a worker. @throws as `connect` */
  async probe(connectionId: string): Promise<ProbeReport> {
    const run = await this.#ask({ kind: 'probe', connectionId });
    return (await this.#answer(run)) as unknown as ProbeReport;
  }

  /** Stops a run, whichever process works on it. @throws {DomainError} `run.not_found`, `run.wrong_state` once it has ended */
  async abort(runId: string): Promise<Run> {
    await this.runs.cancel(runId);
    const run = await this.runs.get(runId);
    // What it has read is of no use any more, and its holder's next write is refused at once.
    await this.aftermath.of(run);
    return run;
  }

  /** Stops whatever goes on for a connection, for good. */
  async stop(connectionId: string): Promise<void> {
    for (const { id } of await this.runs.list({ connectionId, states: UNFINISHED })) await this.#stop(id);
    await this.aftermath.letGo(connectionId);
  }

  /** Stops whatever goes on for a connection that is deleted, and forgets that it ever did. */
  async forget(connectionId: string): Promise<void> {
    await this.stop(connectionId);
    await this.runs.forget(connectionId);
  }

  #sealed({ credential, credentialExpiresAt, ...request }: ConnectRequest | CredentialRequest): JsonObject {
    const sealed = this.secrets.seal(new Secret(credential.reveal()), SEALED_FOR);
    return { ...request, sealed, expiresAt: credentialExpiresAt?.toISOString() ?? null } as unknown as JsonObject;
  }

  #unsealed<Request extends ConnectRequest | CredentialRequest>({ input }: Run): Request {
    const { sealed, expiresAt, ...request } = input as unknown as Unsealed<Request>;
    const credentialExpiresAt = expiresAt === null ? null : new Date(expiresAt);
    const credential = this.secrets.unseal(sealed, SEALED_FOR);
    return { ...request, credential, credentialExpiresAt } as unknown as Request;
  }

  /** @returns false when it had ended meanwhile */
  async #stop(id: string): Promise<boolean> {
    try {
      await this.abort(id);
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'run.wrong_state') return false;
      throw error;
    }
  }

  /** The answer of a question, of which nothing is kept: it may hold a credential. */
  async #answer(run: Run): Promise<JsonObject> {
    try {
      return await this.#ended(run);
    } finally {
      await this.runs.discard(run.id);
    }
  }

  async #ended({ id }: Run): Promise<JsonObject> {
    for (let looks = 0; ; looks += 1) {
      const { state, result, error } = await this.runs.get(id);
      if (state === 'completed') return result ?? {};
      if (error?.code === 'run.abandoned') throw nobody('Each worker that took it ended before it was done.');
      if (error !== null && !UNFINISHED.includes(state)) {
        const { code, kind, message, field, remedy } = error;
        throw new DomainError(code, kind, message, { field: field ?? undefined, remedy: remedy ?? undefined });
      }
      if (looks * LOOK_MS >= (state === 'running' ? ANSWER_MS : TAKEN_MS)) {
        // One that has just ended is looked at once more.
        if (await this.#stop(id))
          throw nobody(state === 'running' ? 'The provider did not answer in time.' : 'No worker took it in time.');
      }
      await delay(LOOK_MS);
    }
  }

  #ask(question: Pick<RunRequest, 'id' | 'connectionId' | 'input'> & { readonly kind: RunKind }): Promise<Run> {
    return this.#request({ ...question, trigger: 'api', maxAttempts: QUESTION_ATTEMPTS });
  }

  async #request(
    request: RunRequest & { readonly kind: RunKind; readonly input?: JsonObject },
    beside?: Beside,
  ): Promise<Run> {
    const run = await this.runs.enqueue(request, beside);
    await this.#wake(run.id);
    return run;
  }

  /** Reading what changed takes seconds, and nobody asked for it: whoever asks for more waits so long. */
  async #behindChanges(request: RunRequest & { readonly kind: RunKind }, beside?: Beside): Promise<Run> {
    for (let looks = 0; ; looks += 1) {
      try {
        return await this.#request(request, beside);
      } catch (error) {
        if (!isActive(error) || looks * LOOK_MS >= TAKEN_MS || !(await this.#isDelta(request))) throw error;
      }
      await delay(LOOK_MS);
    }
  }

  async #isDelta({ connectionId, exclusive }: RunRequest): Promise<boolean> {
    const active = await this.runs.list({ connectionId, states: UNFINISHED });
    const holder = active.find((run) => run.exclusive === exclusive);
    return holder === undefined || holder.kind === 'delta';
  }

  async #once(request: RunRequest & { readonly kind: RunKind }, beside?: Beside): Promise<Run | null> {
    return this.#request(request, beside).catch((error: unknown) => {
      if (isActive(error)) return null;
      throw error;
    });
  }

  async #alone(request: RunRequest & { readonly kind: RunKind }, beside?: Beside): Promise<Run> {
    return this.#behindChanges(request, beside).catch((error: unknown) => {
      if (!isActive(error)) throw error;
      throw new DomainError('sync.already_running', 'conflict', error.message.replace(/^Run/, 'Sync'), {
        remedy: 'Wait for it, or abort it.',
        details: error.details,
        cause: error,
      });
    });
  }
}

/** One at a time reads or judges a tenant, over all processes. */
function ofTenant(connectionId: string): string {
  return `tenant:${connectionId}`;
}

/** One at a time reads a tenant's log. */
function ofLog(connectionId: string): string {
  return `log:${connectionId}`;
}

function nobody(why: string): DomainError {
  return new DomainError('work.nobody', 'unavailable', why, {
    remedy: 'See that a process of role "worker" or "all" runs on this database, and ask again.',
  });
}

function isActive(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'run.already_active';
}
