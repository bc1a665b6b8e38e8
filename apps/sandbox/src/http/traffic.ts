import type { BucketCode } from './buckets';

export interface TrafficStats {
  readonly requests: number;
  readonly byBucket: Readonly<Record<string, number>>;
  /** Keyed by the endpoint's template, such as `GET /api/v1/users/{userId}/roles`. */
  readonly byPath: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
  /** The most requests in flight at once. */
  readonly peakConcurrency: number;
  /** Answers 429, for either reason. */
  readonly throttled: number;
}

/** Counts what Okta would have counted; the sandbox's own control calls are none of it. */
export class Traffic {
  private requests = 0;
  private byBucket: Record<string, number> = {};
  private byPath: Record<string, number> = {};
  private byStatus: Record<string, number> = {};
  private inFlight = 0;
  private peak = 0;

  begin(bucket: BucketCode, template: string): void {
    this.requests++;
    this.inFlight++;
    this.peak = Math.max(this.peak, this.inFlight);
    this.byBucket[bucket] = (this.byBucket[bucket] ?? 0) + 1;
    this.byPath[template] = (this.byPath[template] ?? 0) + 1;
  }

  /** @param status null when the connection was broken instead */
  answered(status: number | null): void {
    const key = String(status ?? 'reset');
    this.byStatus[key] = (this.byStatus[key] ?? 0) + 1;
  }

  end(): void {
    this.inFlight--;
  }

  stats(): TrafficStats {
    return {
      requests: this.requests,
      byBucket: { ...this.byBucket },
      byPath: { ...this.byPath },
      byStatus: { ...this.byStatus },
      peakConcurrency: this.peak,
      throttled: this.byStatus['429'] ?? 0,
    };
  }

  reset(): void {
    this.requests = 0;
    this.peak = this.inFlight;
    this.byBucket = {};
    this.byPath = {};
    this.byStatus = {};
  }
}
