import type { JsonObject, SyncProgress, Wave } from '@posture/domain';
import type { ReconcileSummary } from '@posture/findings';

/** How a scan goes, as its run's row shows it to every process. */
export interface ScanProgress {
  readonly wave: Wave;
  readonly waves: Wave;
  /** Resource that is read, with its title in an administrator's words. */
  readonly resource: string;
  readonly title: string;
  /** Of this wave so far. */
  readonly records: number;
  readonly requests: number;
  /** null until it is known. */
  readonly expectedRequests: number | null;
  /** Set while the provider's limit is used up; `until` is an ISO instant. */
  readonly waiting: { readonly bucket: string; readonly until: string } | null;
  readonly judged: readonly JudgedWave[];
}

/** What one wave changed among the findings. */
export interface JudgedWave extends Pick<ReconcileSummary, 'opened' | 'reopened' | 'resolved'> {
  readonly wave: Wave;
}

/** Puts together what a run tells while it scans. */
export class ScanTeller {
  #progress: ScanProgress;
  #requestsBefore = 0;

  constructor(
    private readonly tell: (progress: JsonObject) => void,
    private readonly titleOf: (resource: string) => string,
    waves: Wave,
    private expected: number | null,
  ) {
    const nothing = { resource: '', title: '', records: 0, requests: 0, waiting: null, judged: [] };
    this.#progress = { wave: 1, waves, expectedRequests: expected, ...nothing };
  }

  get knowsSize(): boolean {
    return this.expected !== null;
  }

  /** @param requests of those who read the sync before */
  goOn(requests: number): void {
    this.#requestsBefore = requests;
    this.#say({ requests });
  }

  /** Requests in all, once they can be told. */
  expect(requests: number): void {
    this.expected = requests;
    this.#say({});
  }

  reading({ wave, resource, records, requests, waiting }: SyncProgress): void {
    const until = waiting === null ? null : { bucket: waiting.bucket, until: waiting.until.toISOString() };
    const title = this.titleOf(resource);
    this.#say({ wave, resource, title, records, requests: this.#requestsBefore + requests, waiting: until });
  }

  judged(wave: Wave, { opened, reopened, resolved }: ReconcileSummary): void {
    this.#say({ judged: [...this.#progress.judged, { wave, opened, reopened, resolved }] });
  }

  #say(change: Partial<ScanProgress>): void {
    const { requests } = { ...this.#progress, ...change };
    const expectedRequests = this.expected === null ? null : Math.max(this.expected, requests);
    this.#progress = { ...this.#progress, ...change, expectedRequests };
    this.tell(this.#progress as unknown as JsonObject);
  }
}
