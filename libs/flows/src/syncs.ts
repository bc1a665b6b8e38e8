import { DomainError } from '@posture/domain';
import type { FindingStore } from '@posture/findings';
import { UNFINISHED } from '@posture/platform';
import type { Run, RunStore } from '@posture/platform';
import type { ScanDocuments, SyncSession } from './report/scan-documents';

/** A sync as it is asked about: the run that reads the tenant, and what it read: null before it is completed, and once that is purged. */
export interface SyncOfRun {
  readonly run: Run;
  readonly report: SyncSession | null;
  /** What became of findings because of it, by type of step; null before it has ended. */
  readonly effects: Readonly<Record<string, number>> | null;
}

/** Syncs of all processes, finished or not. */
export class Syncs {
  constructor(
    private readonly runs: RunStore,
    private readonly documents: ScanDocuments,
    private readonly findings: FindingStore,
  ) {}

  /** Newest first. @param before id of the last sync of the page before; null for the first page */
  async list(connectionId: string, limit: number, before: string | null): Promise<SyncOfRun[]> {
    const runs = await this.runs.list({ connectionId, kind: 'scan', limit, before: before ?? undefined });
    return Promise.all(runs.map((run) => this.#withReport(run)));
  }

  /** @throws {DomainError} `sync.not_found` */
  async get(id: string): Promise<SyncOfRun> {
    const run = await this.runs.find(id);
    if (run === null || (run.kind !== 'scan' && !isAskedFor(run))) throw notFound(id);
    return this.#withReport(run);
  }

  async #withReport(run: Run): Promise<SyncOfRun> {
    const report = run.state === 'completed' && run.kind === 'scan' ? await this.documents.syncOf(run.id) : null;
    const effects = UNFINISHED.includes(run.state) ? null : await this.findings.effectsOf(run.id);
    return { run, report, effects };
  }
}

/** What the log says has changed is read again without anybody's asking; what somebody asked for is a sync. */
function isAskedFor({ kind, input }: Run): boolean {
  return kind === 'delta' && Array.isArray(input['resources']);
}

function notFound(id: string): DomainError {
  return new DomainError('sync.not_found', 'not_found', `There is no sync ${id}.`, { field: 'id' });
}
