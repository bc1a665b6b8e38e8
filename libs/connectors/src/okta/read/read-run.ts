import type { Coverage, NodeKey, PageCommit, QuarantinedRecord, SyncProgress, SyncSink, Wave } from '@posture/domain';
import { requireDeclared } from '../catalogue/declared-kinds';
import { OKTA_ROWS } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';
import type { ListPart } from '../catalogue/okta-row';
import type { OktaClient, TakenPage } from '../http/okta-client';
import { OktaError } from '../http/okta-error';
import { UnmappableRecord } from '../map/wire';
import type { Mapped } from '../map/wire';
import { START, behind, cursorOf } from './list-cursor';
import type { Cursor } from './list-cursor';
import { COMPLETE, endingOf, endingOfBlind, endingOfEmpty, isNeverEmpty, speaksForAll } from './coverage-words';
import type { Ending } from './coverage-words';
import { SinkWriter } from './sink-writer';

/** One list to read into the sink as (resource, parent). */
export interface ListRead {
  readonly resource: OktaResource;
  readonly parent: NodeKey | '';
  readonly parts: readonly ListPart[];
  /** One wire record; throwing `UnmappableRecord` sets it aside. May ask for more (permissions of a role). */
  readonly map: (item: unknown) => Mapped | Promise<Mapped>;
  /** False for lists whose records have to be seen again after a crash. */
  readonly resumable?: boolean;
  /** Asks whether the parent itself is gone, once its list answered 404. */
  readonly parentIsGone?: () => Promise<boolean>;
}

export interface ListResult extends Ending {
  readonly records: number;
  /** The refusal that ended it, and whether it speaks for the whole resource. */
  readonly error: OktaError | null;
  readonly forAll: boolean;
  /** The object whose list it is was deleted meanwhile. */
  readonly gone: boolean;
}

interface MappedPage extends Mapped {
  readonly quarantined: readonly QuarantinedRecord[];
}

interface PartStart {
  readonly cursor: Cursor;
  /** Of a read that begins with its next page. */
  readonly start: PageCommit['start'];
  readonly startedAt: Date;
}

/** What one wave shares: the client, the sink, the count for who watches, and how each resource went. */
export class ReadRun {
  readonly writer: SinkWriter;
  readonly startedAt: Date;
  readonly endings = new Map<OktaResource, Ending>();
  readonly #empty = new Set<OktaResource>();
  /** How each list of the wave stands. */
  readonly #lists = new Map<string, Coverage>();
  /** Lists every org has, by whether they held anything. */
  readonly #everyOrg = new Map<OktaResource, boolean>();
  #records = 0;
  #waiting: SyncProgress['waiting'] = null;
  #resource = '';

  constructor(
    readonly client: OktaClient,
    sink: SyncSink,
    readonly wave: Wave,
    readonly signal: AbortSignal,
    private readonly onProgress: ((progress: SyncProgress) => void) | null,
    private readonly urgency: 'bulk' | 'interactive' = 'bulk',
  ) {
    this.writer = new SinkWriter(sink);
    this.startedAt = client.clock.now();
  }

  now(): Date {
    return this.client.clock.now();
  }

  waitingFor(waiting: SyncProgress['waiting']): void {
    this.#waiting = waiting;
    this.#tell(this.#resource, 0);
  }

  #tell(resource: string, records: number): void {
    this.#records += records;
    this.#resource = resource;
    this.onProgress?.({
      wave: this.wave,
      resource,
      records: this.#records,
      requests: this.client.requests,
      waiting: this.#waiting,
    });
  }

  /**
   * Reads one list page by page, committing each page with the place to go on from. Ends in coverage, whatever Okta
   * answers; only a refused credential, an abort and a lost sync are thrown.
   */
  async readList(read: ListRead): Promise<ListResult> {
    const resumed = read.resumable === false ? null : await this.#resumed(read);
    if (resumed !== null && 'state' in resumed) return resumed;
    let startedAt = resumed?.startedAt ?? this.now();
    let cursor = resumed?.cursor ?? START;
    const { resource, parent } = read;
    let start = resumed === null ? await this.writer.start({ resource, parent, readStartedAt: startedAt }) : undefined;
    let ended: Ending | null = null;
    let fresh = resumed === null;
    let error: OktaError | null = null;
    while (cursor.part < read.parts.length) {
      const part = read.parts[cursor.part];
      if (part === undefined) break;
      const failure = await this.#readPart(read, part, { cursor, start, startedAt }, (moved) => {
        start = undefined;
        ({ cursor, ended } = moved);
      });
      if (failure === null) {
        cursor = behind(cursor, part);
        continue;
      }
      if (part.tolerates?.(failure) === true) {
        cursor = { ...cursor, part: cursor.part + 1, next: null };
        continue;
      }
      // The saved place was refused: begin again, once.
      if (!fresh && failure.refusal === 'cursor_refused') {
        fresh = true;
        startedAt = this.now();
        cursor = START;
        await this.writer.begin({ resource, parent, readStartedAt: startedAt });
        continue;
      }
      error = failure;
      cursor = {
        ...cursor,
        part: cursor.part + 1,
        next: null,
        failed: cursor.failed ?? endingOf(failure, read.resource, cursor.records),
      };
    }
    const gone = error?.refusal === 'not_found' && read.parentIsGone !== undefined && (await read.parentIsGone());
    const ending: Ending = ended ?? (gone ? GONE : this.#ending(read, cursor));
    if (ended === null) {
      // Not before: the place to go on from tells which parts were served, and a process may end after any page.
      await Promise.all(cursor.served.map((served) => this.finishUnread(resource, served, COMPLETE)));
      await this.#finish(read, ending, cursor.records, startedAt);
    }
    return { ...ending, records: cursor.records, error, forAll: error !== null && speaksForAll(error), gone };
  }

  /**
   * Stages a list without closing it, for a later wave to go on with. @param halted asked at the end of each page
   * @returns whether it is staged to its end
   */
  async readAhead(read: ListRead, halted: () => boolean): Promise<boolean> {
    const resumed = await this.#resumed(read);
    if (resumed !== null && 'state' in resumed) return true;
    const startedAt = resumed?.startedAt ?? this.now();
    const { resource, parent } = read;
    let start = resumed === null ? await this.writer.start({ resource, parent, readStartedAt: startedAt }) : undefined;
    let cursor = resumed?.cursor ?? START;
    for (let part = read.parts[cursor.part]; part !== undefined; part = read.parts[cursor.part]) {
      if (halted()) return false;
      const moved = (to: { readonly cursor: Cursor }): void => {
        start = undefined;
        cursor = to.cursor;
      };
      const failure = await this.#readPart(read, part, { cursor, start, startedAt }, moved, halted);
      if (failure !== null || cursor.next !== null) return false;
      cursor = behind(cursor, part);
    }
    return true;
  }

  /** How a list went that this sync has read to its end already; null when it has not. */
  async readBefore(read: ListRead): Promise<ListResult | null> {
    const resumed = await this.#resumed(read);
    return resumed !== null && 'state' in resumed ? resumed : null;
  }

  /** Closes a list that was not asked, with the reason. */
  async finishUnread(resource: OktaResource, parent: NodeKey | '', ending: Ending, records = 0): Promise<void> {
    await this.#finish({ resource, parent }, ending, records, this.now());
  }

  /** Writes a list that was put together elsewhere, and closes it. */
  async writeWhole(
    { resource, parent }: Pick<ListRead, 'resource' | 'parent'>,
    { nodes, edges }: Mapped,
    ending: Ending,
    records: number,
  ): Promise<void> {
    requireDeclared(resource, { nodes, edges });
    const readStartedAt = this.startedAt;
    await this.writer.commit({
      resource,
      parent,
      page: { nodes, edges, quarantined: [], cursor: null },
      start: await this.writer.start({ resource, parent, readStartedAt }),
      ending: this.#coverage({ resource, parent }, ending, records, readStartedAt),
    });
  }

  /** Writes single objects of a list, and closes the read of them. Those of `keys` that came to nothing are no more. */
  async writeObjects(
    { resource, parent }: Pick<ListRead, 'resource' | 'parent'>,
    keys: readonly NodeKey[],
    { nodes, edges }: Mapped,
  ): Promise<void> {
    requireDeclared(resource, { nodes, edges });
    const times = { readStartedAt: this.startedAt, readAt: this.now() };
    await this.writer.commit({
      resource,
      parent,
      keys,
      page: { nodes, edges, quarantined: [], cursor: null },
      start: await this.writer.start({ resource, parent, readStartedAt: this.startedAt }),
      ending: { resource, parent, ...COMPLETE, records: nodes.length + edges.length, ...times },
    });
  }

  /**
   * An OAuth client with a scope and no admin role is answered 200 and nothing. When all that every org has came
   * empty, no other empty list may be believed.
   */
  async disbelieveEmptyLists(): Promise<void> {
    const answered = [...this.#everyOrg.values()];
    if (answered.length === 0 || answered.includes(true)) return;
    for (const resource of this.#empty) await this.finishUnread(resource, '', endingOfBlind(resource));
  }

  /**
   * Whatever this wave read as a whole is a part at most: nothing it lacks may be closed. Records made of whole lists
   * are dropped, for what those lacked is in them. @param reason why
   */
  async disbelieveAbsences(reason: string): Promise<void> {
    await Promise.all([...this.#lists.values()].map((coverage) => this.#disbelieve(coverage, reason)));
  }

  async #disbelieve(coverage: Coverage, reason: string): Promise<void> {
    const { parent, readStartedAt, state } = coverage;
    const resource = coverage.resource as OktaResource;
    if (OKTA_ROWS[resource].composed === true) await this.writer.begin({ resource, parent, readStartedAt });
    else if (state !== 'complete') return;
    const ending: Ending = state === 'complete' ? { state: 'partial', reason, missing: null } : coverage;
    await this.#finish({ resource, parent }, ending, coverage.records, readStartedAt);
  }

  /** Closes the resource as a whole. */
  async conclude(resource: OktaResource, ending: Ending, records: number, startedAt: Date): Promise<void> {
    this.endings.set(resource, ending);
    await this.#finish({ resource, parent: '' }, ending, records, startedAt);
  }

  async #finish(
    read: Pick<ListRead, 'resource' | 'parent'>,
    ending: Ending,
    records: number,
    readStartedAt: Date,
  ): Promise<void> {
    await this.writer.finish(this.#coverage(read, ending, records, readStartedAt));
  }

  #coverage(
    { resource, parent }: Pick<ListRead, 'resource' | 'parent'>,
    ending: Ending,
    records: number,
    readStartedAt: Date,
  ): Coverage {
    if (parent === '') this.endings.set(resource, ending);
    const coverage = { resource, parent, ...ending, records, readStartedAt, readAt: this.now() };
    this.#lists.set(`${resource} ${parent}`, coverage);
    return coverage;
  }

  #ending(read: ListRead, cursor: Cursor): Ending {
    if (cursor.failed !== null) {
      // A refusal of one part leaves what the others gave: never complete, and never as if nothing had been read.
      const lost = cursor.failed;
      return cursor.whole > 0 && cursor.records > 0 ? { ...lost, state: 'partial' } : lost;
    }
    if (cursor.quarantined > 0) {
      return {
        state: 'partial',
        reason: `${cursor.quarantined} records could not be understood and were set aside: ${cursor.first ?? ''}`,
        missing: null,
      };
    }
    return this.#believed(read, cursor.records);
  }

  /** How a list stands that was read to its end, now or by a process before this one. */
  #believed({ resource, parent }: Pick<ListRead, 'resource' | 'parent'>, records: number): Ending {
    if (parent === '' && isNeverEmpty(resource)) this.#everyOrg.set(resource, records > 0);
    if (records > 0 || parent !== '') return COMPLETE;
    this.#empty.add(resource);
    return endingOfEmpty(resource) ?? COMPLETE;
  }

  async #readPart(
    read: ListRead,
    part: ListPart,
    from: PartStart,
    moved: (to: { readonly cursor: Cursor; readonly ended: Ending | null }) => void,
    /** Of a list that is read ahead and stays open. */
    halted: (() => boolean) | null = null,
  ): Promise<OktaError | null> {
    let { cursor, start } = from;
    // One page is written while the next is fetched.
    let writing: Promise<void> = Promise.resolve();
    try {
      for await (const { taken: mapped, count, next } of this.#mappedPages(read, part, cursor.next, halted !== null)) {
        await writing;
        cursor = {
          ...cursor,
          next,
          records: cursor.records + count,
          quarantined: cursor.quarantined + mapped.quarantined.length,
          first: cursor.first ?? mapped.quarantined[0]?.reason ?? null,
        };
        const after = next === null ? behind(cursor, part) : cursor;
        const atEnd = next === null && after.part >= read.parts.length;
        // Parts that were served are closed first, by rows of their own.
        const ended = atEnd && halted === null && after.served.length === 0 ? this.#ending(read, after) : null;
        moved({ cursor, ended });
        writing = this.writer.commit({
          resource: read.resource,
          parent: read.parent,
          page: { ...mapped, cursor: atEnd && halted === null ? null : JSON.stringify(after) },
          start,
          ...(ended === null ? {} : { ending: this.#coverage(read, ended, cursor.records, from.startedAt) }),
        });
        start = undefined;
        // Watched from now on: a failed write must not go unhandled while the next page is awaited.
        writing.catch(() => undefined);
        if (halted === null) this.#tell(read.resource, count);
        else if (halted()) break;
      }
      await writing;
      return null;
    } catch (error) {
      this.signal.throwIfAborted();
      if (!(error instanceof OktaError) || error.refusal === 'credential_refused') throw error;
      await writing;
      return error;
    }
  }

  async *#mappedPages(
    read: ListRead,
    part: ListPart,
    from: string | null,
    ahead: boolean,
  ): AsyncGenerator<TakenPage<MappedPage>> {
    const { path, query, style } = part;
    const { signal } = this;
    const urgency = ahead ? 'ahead' : this.urgency;
    if (style === 'document') {
      const { body } = await this.client.get(path, { query, urgency, signal });
      yield { taken: await this.#mapPage(read, [body]), count: 1, next: null };
      return;
    }
    yield* this.client.pagesTaken(path, { query, style, from, urgency, signal }, (items) => this.#mapPage(read, items));
  }

  async #mapPage(read: ListRead, items: readonly unknown[]): Promise<MappedPage> {
    const nodes: Mapped['nodes'][number][] = [];
    const edges: Mapped['edges'][number][] = [];
    const quarantined: QuarantinedRecord[] = [];
    for (const item of items) {
      try {
        const result = read.map(item);
        const mapped = result instanceof Promise ? await result : result;
        for (const node of mapped.nodes) nodes.push(node);
        for (const edge of mapped.edges) edges.push(edge);
      } catch (error) {
        if (!(error instanceof UnmappableRecord)) throw error;
        quarantined.push({ reason: error.message, externalId: error.externalId });
      }
    }
    requireDeclared(read.resource, { nodes, edges });
    return { nodes, edges, quarantined };
  }

  async #resumed(read: ListRead): Promise<{ cursor: Cursor; startedAt: Date } | ListResult | null> {
    const progress = await this.writer.progress(read.resource, read.parent);
    if (progress === null) return null;
    if (progress.finished) {
      // Trusted only when we are told how it went; what failed is worth another try.
      if (progress.state !== 'complete' || progress.records === undefined) return null;
      const ending = this.#believed(read, progress.records);
      if (ending.state !== 'complete') return null;
      this.#coverage(read, ending, progress.records, progress.readStartedAt);
      return { ...ending, records: progress.records, error: null, forAll: false, gone: false };
    }
    const cursor = cursorOf(progress.cursor);
    return cursor === null ? null : { cursor, startedAt: progress.readStartedAt };
  }
}

const GONE: Ending = {
  state: 'failed',
  reason: 'It was deleted in Okta while it was being read; the next sync will not find it.',
  missing: null,
};
