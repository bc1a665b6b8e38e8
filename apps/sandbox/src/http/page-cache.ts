import type { SandboxOrg } from '../org/org';

export interface CachedPage {
  readonly body: string;
  readonly links: readonly string[];
}

/**
 * Pages that were served, ready to be sent again: a second read of the same org measures the reader, not the
 * generation of the org. The oldest go first once the pages take more than `maxBytes`.
 */
export class PageCache {
  private readonly pages = new Map<string, CachedPage>();
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  get(url: string): CachedPage | undefined {
    return this.pages.get(url);
  }

  put(url: string, page: CachedPage): void {
    if (page.body.length > this.maxBytes || this.pages.has(url)) return;
    this.pages.set(url, page);
    this.bytes += page.body.length;
    for (const [oldest, { body }] of this.pages) {
      if (this.bytes <= this.maxBytes) break;
      this.pages.delete(oldest);
      this.bytes -= body.length;
    }
  }

  clear(): void {
    this.pages.clear();
    this.bytes = 0;
  }

  /** The same org, whose every change empties the cache. */
  watching(org: SandboxOrg): SandboxOrg {
    const watched = Object.create(org) as SandboxOrg;
    watched.mutate = (change) => {
      this.clear();
      return org.mutate(change);
    };
    return watched;
  }
}
