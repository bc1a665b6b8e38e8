import type { GraphSource, JsonObject } from '@posture/domain';
import { LRUCache } from 'lru-cache';
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
  private readonly indexes: LRUCache<string, GraphIndex, Wanted>;

  /** @param limitBytes memory the indexes may take; the one just asked for is kept even if it is larger */
  constructor(limitBytes: number) {
    this.indexes = new LRUCache<string, GraphIndex, Wanted>({
      maxSize: limitBytes,
      sizeCalculation: ({ bytes }) => Math.min(Math.ceil(bytes), limitBytes),
      fetchMethod: (_id, _stale, { context }) => this.load(context.source, context.connectionId, context.version),
      // A load that was pushed out, or forgotten, is still the answer to whoever waits for it.
      ignoreFetchAbort: true,
    });
  }

  get(source: GraphSource, connectionId: string, version: number): Promise<GraphIndex> {
    return this.indexes.forceFetch(idOf(connectionId, version), { context: { source, connectionId, version } });
  }

  /** A version that is not final yet, or not to be asked again: made like any other, and not kept. */
  read(source: GraphSource, connectionId: string, version: number, signal?: AbortSignal): Promise<GraphIndex> {
    return this.load(source, connectionId, version, signal);
  }

  /** Keeps an index made elsewhere. */
  put(index: GraphIndex): void {
    this.indexes.set(idOf(index.connectionId, index.version), index);
  }

  /** Forgets the indexes of a connection, as when it was removed or its versions were rewritten. */
  forget(connectionId: string): void {
    for (const [id, index] of [...this.indexes]) if (index.connectionId === connectionId) this.indexes.delete(id);
  }

  /** Those that have an index here, each once. */
  get connections(): readonly string[] {
    return [...new Set([...this.indexes.values()].map(({ connectionId }) => connectionId))];
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
}

interface Wanted {
  readonly source: GraphSource;
  readonly connectionId: string;
  readonly version: number;
}

function idOf(connectionId: string, version: number): string {
  return `${connectionId} ${version}`;
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
