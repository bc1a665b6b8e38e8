import { DomainError } from '@posture/domain';
import type { JsonObject } from '@posture/domain';
import type { Run, RunRequest, RunStore } from '@posture/platform';
import type { ScanInput } from './scan-input';

/** Everything this product does beyond answering a question. */
export const RUN_KINDS = ['scan', 'evaluate', 'project', 'purge'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** Neo4j may be away for hours; it is asked again until then. */
const PROJECT_ATTEMPTS = 20;

/**
 * Asks for work: writes it down and wakes whoever can do it. What is to be done belongs to no process; each run is
 * begun by a worker, here or elsewhere.
 */
export class Work {
  #wake: (runId: string) => unknown = () => undefined;

  constructor(private readonly runs: RunStore) {}

  /** Said once, by the application that can wake somebody or works itself. */
  wakeBy(wake: (runId: string) => unknown): void {
    this.#wake = wake;
  }

  /**
   * Reads the tenant and judges it.
   * @param trigger who or what asked, such as `cli`
   * @param supersede an unfinished scan nobody works on gives way; what it has read is gone on with
   * @throws {DomainError} `sync.already_running`
   */
  scan(connectionId: string, input: ScanInput, trigger: string, supersede = false): Promise<Run> {
    const request = { kind: 'scan', connectionId, exclusive: ofTenant(connectionId), trigger, supersede };
    return this.#alone({ ...request, input: { ...input, read: [...input.read] } });
  }

  /** Judges what is known of the tenant, without asking it. @throws {DomainError} `sync.already_running` */
  evaluate(connectionId: string, { profile }: Pick<ScanInput, 'profile'>, trigger: string): Promise<Run> {
    const request = { kind: 'evaluate', connectionId, exclusive: ofTenant(connectionId), trigger };
    return this.#alone({ ...request, input: { profile } });
  }

  /** Brings Neo4j to a version. @returns null when that was asked for already */
  project(connectionId: string, version: number, trigger: string): Promise<Run | null> {
    const exclusive = `project:${connectionId}:${version}`;
    return this.#once({ kind: 'project', connectionId, exclusive, trigger, maxAttempts: PROJECT_ATTEMPTS });
  }

  /** Removes a connection that is gone from Neo4j. */
  unproject(connectionId: string, trigger: string): Promise<Run | null> {
    const request = { kind: 'project', exclusive: `unproject:${connectionId}`, trigger, maxAttempts: PROJECT_ATTEMPTS };
    return this.#once({ ...request, input: { forget: connectionId } });
  }

  /** Deletes what is older than its retention. @returns null while that goes on already */
  purge(trigger: string): Promise<Run | null> {
    return this.#once({ kind: 'purge', exclusive: 'purge', trigger });
  }

  async #request(request: RunRequest & { readonly kind: RunKind; readonly input?: JsonObject }): Promise<Run> {
    const run = await this.runs.enqueue(request);
    await this.#wake(run.id);
    return run;
  }

  async #once(request: RunRequest & { readonly kind: RunKind }): Promise<Run | null> {
    return this.#request(request).catch((error: unknown) => {
      if (isActive(error)) return null;
      throw error;
    });
  }

  async #alone(request: RunRequest & { readonly kind: RunKind }): Promise<Run> {
    return this.#request(request).catch((error: unknown) => {
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

function isActive(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'run.already_active';
}
