import type { NodeKey } from '@posture/domain';
import type { OktaResource } from '../catalogue/okta-catalogue';
import { allSettled } from './all-settled';
import { COMPLETE, summarise } from './coverage-words';
import type { Ending } from './coverage-words';
import type { ListRead, ListResult, ReadRun } from './read-run';

/** Reads in flight of one resource; the limiter decides how many requests really go. */
const LANES = 8;
/** Role refusals in a row, with no success, after which nobody else of the resource is asked. */
const REFUSALS = 3;

export interface ParentsResult {
  readonly ending: Ending;
  readonly results: ReadonlyMap<string, ListResult>;
}

export interface ParentsOptions {
  /** How well the list the parents come from was read. */
  readonly listOfParents: Ending;
  /** Replaces the ending of the whole resource, for resources of which only a part is read by design. */
  readonly conclude?: (ending: Ending) => Ending;
  /** Objects that an earlier wave may have read already. */
  readonly earlier?: ReadonlySet<string>;
  /** False when a later wave reads the rest of the resource. */
  readonly concludes?: boolean;
  /** Asked when all are read: what the answers make worth reading as well. Empty: nothing more. */
  readonly more?: () => Promise<readonly ListRead[]>;
}

/**
 * Reads one list per object. The first goes alone: when its refusal speaks for all (a scope nobody granted), the
 * others are closed with the same reason and without a request, but for those that were read before.
 */
export async function readParents(
  run: ReadRun,
  resource: OktaResource,
  first: readonly ListRead[],
  options: ParentsOptions,
): Promise<ParentsResult> {
  const startedAt = run.now();
  // A mark that the resource was begun: without it none of its objects can have been, and none is looked up.
  const begun = options.concludes === false || (await run.writer.progress(resource, '')) !== null;
  if (!begun) await run.writer.begin({ resource, parent: '', readStartedAt: startedAt });
  const results = new Map<string, ListResult>();
  let reads = first;
  let stopped: Ending | null = null;
  let refusals = 0;
  let successes = 0;
  let next = 0;

  const readNext = async (): Promise<boolean> => {
    const read = reads[next];
    if (read === undefined) return false;
    next += 1;
    const mayBeRead = begun || options.earlier?.has(read.parent) === true;
    if (stopped !== null) {
      // What was read before the refusal stays read. Closed as refused, it would be opened again by the next sync.
      const before = mayBeRead ? await run.readBefore(read) : null;
      if (before === null) await run.finishUnread(resource, read.parent, stopped);
      results.set(read.parent, before ?? { ...stopped, records: 0, error: null, forAll: true, gone: false });
      return true;
    }
    const result = await run.readList(mayBeRead ? read : { ...read, resumable: false });
    results.set(read.parent, result);
    if (result.state === 'complete' || result.state === 'partial') successes += 1;
    else if (result.state === 'forbidden') refusals += 1;
    if (result.forAll || (refusals >= REFUSALS && successes === 0)) {
      stopped ??= { state: result.state, reason: result.reason, missing: result.missing };
    }
    return true;
  };

  const lane = async (): Promise<void> => {
    while (await readNext()) run.signal.throwIfAborted();
  };
  // As long as all are refused one after the other is asked, so that the same refusals stop every sync at the same list.
  while ((await readNext()) && refusals > 0 && successes === 0 && stopped === null) run.signal.throwIfAborted();
  await allSettled(Array.from({ length: LANES }, lane));
  for (;;) {
    const more = (await options.more?.()) ?? [];
    if (more.length === 0) break;
    reads = [...reads, ...more];
    await allSettled(Array.from({ length: LANES }, lane));
  }

  // What was deleted while we read says nothing about the rest.
  const present = [...results.values()].filter((result) => !result.gone);
  const summary = summarise(present, options.listOfParents);
  const ending = options.conclude?.(summary) ?? summary;
  const records = present.reduce((sum, result) => sum + result.records, 0);
  if (options.concludes !== false) await run.conclude(resource, ending, records, startedAt);
  return { ending, results };
}

/** Closes lists that hold nothing by what is known already, without a request. */
export async function finishEmpty(
  run: ReadRun,
  resource: OktaResource,
  parents: readonly NodeKey[],
  reason: string | null = null,
): Promise<void> {
  await Promise.all(parents.map((parent) => run.finishUnread(resource, parent, { ...COMPLETE, reason })));
}
