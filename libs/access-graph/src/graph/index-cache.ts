import type { GraphSource, JsonObject } from '@posture/domain';
import { applyChanges } from './apply-changes';
import type { GraphIndex } from './graph-index';
import { loadGraphIndex } from './graph-index-builder';

/** Across more versions than this, reading anew is likely cheaper than the changes between them. */
const NEAR_VERSIONS = 50;

/**
 * Graph indexes of published versions, least recently used dropped first once their estimated bytes exceed the limit.
 * A later version is made from an earlier one in the cache by net changes. Two callers that want one version at once
 * get one load.
 */
export class IndexCache {
  /** In order of use, the last used last. */
  private readonly indexes = new Map<string, GraphIndex>();
  private readonly loading = new Map<string, Promise<GraphIndex>>();

  /** @param limitBytes memory the indexes may take; the one just asked for is kept even if it is larger */
  constructor(private readonly limitBytes: number) {}

  get bytes(): number {
    let bytes = 0;
    for (const index of this.indexes.values()) bytes += index.bytes;
    return bytes;
  }

  async get(source: GraphSource, connectionId: string, version: number): Promise<GraphIndex> {
    const id = `${connectionId} ${version}`;
    const cached = this.indexes.get(id);
    if (cached !== undefined) {
      this.keep(id, cached);
      return cached;
    }
    const pending = this.loading.get(id);
    if (pending !== undefined) return pending;
    const load = this.load(source, connectionId, version);
    this.loading.set(id, load);
    try {
      const index = await load;
      this.keep(id, index);
      return index;
    } finally {
      this.loading.delete(id);
    }
  }

  /** A version that is not final yet, or not to be asked again: made like any other, and not kept. */
  read(source: GraphSource, connectionId: string, version: number, signal?: AbortSignal): Promise<GraphIndex> {
    return this.load(source, connectionId, version, signal);
  }

  /** Keeps an index made elsewhere. */
  put(index: GraphIndex): void {
    this.keep(`${index.connectionId} ${index.version}`, index);
  }

  /** Forgets the indexes of a connection, as when it was removed or its versions were rewritten. */
  forget(connectionId: string): void {
    for (const [id, index] of this.indexes) if (index.connectionId === connectionId) this.indexes.delete(id);
  }

  private async load(
    source: GraphSource,
    connectionId: string,
    version: number,
    signal?: AbortSignal,
  ): Promise<GraphIndex> {
    const base = this.nearestEarlier(connectionId, version);
    if (base === null) return loadGraphIndex(source, connectionId, version, signal);
    const [at, coverage] = [await source.instant(version), await source.coverage(version)];
    const observed = await observedBetween(source, base.version, version);
    return applyChanges(base, source.changes(base.version, version), { version, at, coverage, observed }, signal);
  }

  private nearestEarlier(connectionId: string, version: number): GraphIndex | null {
    let best: GraphIndex | null = null;
    for (const index of this.indexes.values()) {
      if (index.connectionId !== connectionId || index.version >= version) continue;
      if (version - index.version > NEAR_VERSIONS) continue;
      if (best === null || index.version > best.version) best = index;
    }
    return best;
  }

  private keep(id: string, index: GraphIndex): void {
    this.indexes.delete(id);
    this.indexes.set(id, index);
    for (const oldest of [...this.indexes.keys()]) {
      if (this.bytes <= this.limitBytes || oldest === id) break;
      this.indexes.delete(oldest);
    }
  }
}

/** The last values of each key win; a source without them has nothing volatile. */
async function observedBetween(source: GraphSource, from: number, to: number): Promise<Map<string, JsonObject>> {
  const latest = new Map<string, JsonObject>();
  if (source.observations === undefined) return latest;
  for await (const batch of source.observations(from, to)) {
    for (const { key, observed } of batch) latest.set(key, observed);
  }
  return latest;
}
