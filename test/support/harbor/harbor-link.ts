import { DomainError } from '@posture/domain';
import type {
  ActivityPage,
  ActivityRange,
  Coverage,
  CoverageState,
  GraphView,
  Link,
  NodeKey,
  ObjectChange,
  OpenLink,
  OwnRequests,
  Probe,
  ProbedResource,
  ReadStats,
  ResourceRow,
  StaleResource,
  SyncSink,
  Wave,
} from '@posture/domain';
import { HARBOR_CATALOGUE } from './harbor-catalogue';
import { HARBOR_LOG } from './harbor-log';
import type { LogEntry } from './harbor-log';
import { HARBOR_MAPPERS } from './harbor-mappers';
import type { Wire } from './harbor-mappers';

interface Page {
  readonly rows?: readonly Wire[];
  /** Position of the next page; null after the last. */
  readonly next?: number | null;
}

/** One list as it is read. */
interface List {
  readonly wave: Wave;
  readonly resource: string;
  readonly parent: NodeKey | '';
  readonly path: string;
}

type Tried = Pick<ResourceRow, 'title' | 'endpoint' | 'role' | 'per'>;

const ROWS = Object.entries(HARBOR_CATALOGUE.resources);

/** One way to one tenant of Harbor, one request after the other. */
export class HarborLink implements Link {
  readonly origin: string;
  readonly credentialKind = 'key';
  readonly credentialHint = null;
  #requests = 0;

  /** @throws {DomainError} `harbor.address_invalid`, `harbor.address_local`, `harbor.credential_invalid`, `harbor.choice_unknown` */
  constructor(private readonly request: OpenLink) {
    const { address, credential, allowLoopback, read } = request;
    const refuse = (code: string, message: string, field: string) =>
      new DomainError(code, 'invalid', message, { field });
    if (!URL.canParse(address)) throw refuse('harbor.address_invalid', 'This is no address of a tenant.', 'address');
    const { origin, hostname } = new URL(address);
    if (!allowLoopback && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
      throw refuse('harbor.address_local', 'This address is of this machine.', 'address');
    if (credential.reveal() === '') throw refuse('harbor.credential_invalid', 'The key is empty.', 'credential');
    if (read?.choices.some((choice) => !Object.hasOwn(HARBOR_CATALOGUE.choices, choice)))
      throw refuse('harbor.choice_unknown', 'Harbor offers no such choice.', 'choices');
    this.origin = origin;
  }

  async identify(signal?: AbortSignal): Promise<string> {
    const { body } = await this.#get('/v1/tenant', signal);
    return (body as Wire).id;
  }

  async probe(signal?: AbortSignal): Promise<Probe> {
    const id = await this.identify(signal);
    const teams = (await this.#get('/v1/teams', signal)).body as Page;
    const resources: ProbedResource[] = [];
    for (const [resource, row] of ROWS) resources.push(await this.#try(resource, row, teams.rows?.[0]?.id, signal));
    resources.push(await this.#try(HARBOR_LOG.resource, HARBOR_LOG, undefined, signal));
    return {
      org: { id, name: null, pipeline: 'harbor', origin: this.origin },
      credential: { kind: this.credentialKind, owner: null, roles: null, grantedScopes: null, missingScopes: [] },
      resources,
      warnings: [],
      limits: {},
      plan: { requests: ROWS.length, byBucket: {}, minutes: 0, firstWaveMinutes: 0, atLeast: true },
    };
  }

  plan(view: GraphView): number {
    const { pageLimit } = HARBOR_CATALOGUE.resources['team-people']!;
    const pages = view.ofKind('Group').map((team) => Math.ceil(Number(view.props(team)['size']) / pageLimit!));
    return pages.reduce((sum, each) => sum + Math.max(1, each), 0);
  }

  async read(wave: Wave, sink: SyncSink, signal: AbortSignal): Promise<void> {
    const rows = ROWS.filter(([, row]) => row.wave === wave);
    if (rows.length === 0) throw new RangeError(`Harbor has no wave ${wave}`);
    for (const [resource, row] of rows) {
      if (row.per === undefined) await this.#list({ wave, resource, parent: '', path: pathOf(row) }, sink, signal);
      else await this.#listOfEachTeam({ wave, resource, parent: '', path: pathOf(row) }, sink, signal);
    }
  }

  /** The key we read with is none of those Harbor lists. */
  self(): Promise<OwnRequests> {
    return Promise.resolve({ apiTokenIds: [] });
  }

  /** Harbor's log is read from its beginning only; what is not of the range is left out. */
  async readActivity(range: ActivityRange, signal: AbortSignal): Promise<ActivityPage> {
    const from = Number(range.cursor ?? 0);
    if (!Number.isInteger(from) || from < 0)
      throw new DomainError('harbor.place_refused', 'conflict', 'Harbor knows no such place in its log.');
    const { status, body } = await this.#get(`/v1/log?from=${from}`, signal);
    if (status !== 200)
      throw new DomainError('harbor.log_refused', status === 403 ? 'forbidden' : 'upstream', reasonOf('log', status));
    const { rows = [], next = null } = body as { rows?: readonly LogEntry[]; next?: number | null };
    const since = range.since.getTime() / 1000;
    const until = range.kind === 'span' ? range.until.getTime() / 1000 : Number.POSITIVE_INFINITY;
    const inRange = rows.filter(({ when }) => when >= since && when < until);
    const normaliser = HARBOR_LOG.normaliser(await this.self());
    const events = inRange.map((row) => normaliser.normalise(row, this.#now().getTime()));
    const isFull = next !== null;
    const cursor = range.kind === 'span' && !isFull ? null : String(from + rows.length);
    return { events, cursor, isFull, providerNow: null, pollAfterMs: 2000 };
  }

  /** Its lists are short: each is read as a whole. */
  async readChanges(
    changes: readonly ObjectChange[],
    _known: GraphView,
    sink: SyncSink,
    signal: AbortSignal,
  ): Promise<readonly StaleResource[]> {
    for (const { resource, parent = '' } of changes) {
      const row = HARBOR_CATALOGUE.resources[resource]!;
      const path = pathOf(row, parent.slice(parent.indexOf(':') + 1));
      await this.#list({ wave: row.wave, resource, parent, path }, sink, signal);
    }
    return [];
  }

  stats(): ReadStats {
    return {
      requests: this.#requests,
      requestsByBucket: { all: this.#requests },
      throttledMs: 0,
      failed: 0,
      failures: [],
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #try(
    resource: string,
    row: Tried,
    team: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ProbedResource> {
    const { title, endpoint } = row;
    const none = { status: null, latencyMs: null, reason: null, missing: null, grant: null };
    if (row.per !== undefined && team === undefined) return { resource, title, endpoint, state: 'not_probed', ...none };
    const { status } = await this.#get(pathOf(row, team), signal);
    if (status === 200) return { resource, title, endpoint, state: 'ok', ...none, status };
    const grant = HARBOR_CATALOGUE.grantOf(resource);
    const told = { reason: reasonOf(resource, status), missing: row.role, grant };
    return { resource, title, endpoint, state: stateOf(status), ...none, status, ...told };
  }

  /** Whose teams nobody saw, of their people nothing may be said: not that a team has none either. */
  async #listOfEachTeam(whole: List, sink: SyncSink, signal: AbortSignal): Promise<void> {
    const startedAt = this.#now();
    if ((await sink.progress('teams', ''))?.state !== 'complete') {
      await this.#finish(whole, 'not_read', 0, startedAt, 'The teams were not read.', sink);
      return;
    }
    const states = new Set<CoverageState>();
    for await (const { key, externalId } of sink.stagedNodes('Group')) {
      const path = whole.path.replace('{id}', externalId);
      states.add(await this.#list({ ...whole, parent: key, path }, sink, signal));
    }
    const state = states.size > 1 ? 'partial' : ([...states][0] ?? 'complete');
    const reason = state === 'complete' ? null : `The ${titleOf(whole.resource)} were not all read.`;
    await this.#finish(whole, state, 0, startedAt, reason, sink);
  }

  /** From the first page: a list is short enough to be read again after a crash. */
  async #list(list: List, sink: SyncSink, signal: AbortSignal): Promise<CoverageState> {
    const { resource, parent, path } = list;
    const known = await sink.progress(resource, parent);
    if (known?.finished === true && known.state !== undefined) return known.state;
    const readStartedAt = this.#now();
    await sink.begin([{ resource, parent, readStartedAt }]);
    let records = 0;
    for (let from: number | null = 0; from !== null;) {
      const { status, body } = await this.#get(`${path}?from=${from}`, signal);
      if (status !== 200) {
        const state = records > 0 ? 'partial' : stateOf(status);
        await this.#finish(list, state, records, readStartedAt, reasonOf(resource, status), sink);
        return state;
      }
      const page = body as Page;
      const mapped = (page.rows ?? [body as Wire]).map((row) => HARBOR_MAPPERS[resource]!(row, parent));
      from = page.next ?? null;
      records += mapped.length;
      const nodes = mapped.flatMap((each) => each.nodes);
      const edges = mapped.flatMap((each) => each.edges);
      const cursor = from === null ? null : String(from);
      await sink.commit([{ resource, parent, page: { nodes, edges, quarantined: [], cursor } }]);
      this.#tell(list, records);
    }
    await this.#finish(list, 'complete', records, readStartedAt, null, sink);
    return 'complete';
  }

  async #finish(
    { resource, parent }: List,
    state: CoverageState,
    records: number,
    readStartedAt: Date,
    reason: string | null,
    sink: SyncSink,
  ): Promise<void> {
    const missing = state === 'complete' ? null : HARBOR_CATALOGUE.resources[resource]!.role;
    const row: Coverage = { resource, parent, state, reason, missing, records, readStartedAt, readAt: this.#now() };
    await sink.finish([row]);
  }

  #tell({ wave, resource }: List, records: number): void {
    const requests = this.#requests;
    this.request.onProgress?.({ wave, resource, records, requests, waiting: null });
  }

  #now(): Date {
    return this.request.clock.now();
  }

  async #get(path: string, signal?: AbortSignal): Promise<{ readonly status: number; readonly body: unknown }> {
    signal?.throwIfAborted();
    this.#requests += 1;
    const headers = { authorization: `Key ${this.request.credential.reveal()}` };
    const response = await fetch(new URL(path, this.origin), { headers, signal }).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new DomainError('harbor.unreachable', 'unavailable', 'Harbor does not answer.', { cause });
    });
    if (response.status === 401)
      throw new DomainError('harbor.key_refused', 'credential_refused', 'Harbor refuses the key.', {
        field: 'credential',
      });
    return { status: response.status, body: await response.json() };
  }
}

function pathOf({ endpoint }: Tried, team = '{id}'): string {
  return endpoint.replace('GET ', '').replace('{id}', team);
}

function titleOf(resource: string): string {
  return HARBOR_CATALOGUE.resources[resource]?.title ?? resource;
}

function stateOf(status: number): 'forbidden' | 'failed' {
  return status === 403 ? 'forbidden' : 'failed';
}

function reasonOf(resource: string, status: number): string {
  if (status !== 403) return `Harbor answered ${status}.`;
  return `The key may not read the ${titleOf(resource)}.`;
}
