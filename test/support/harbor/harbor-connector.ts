import { DomainError, nodeKey } from '@posture/domain';
import type {
  Connector,
  Coverage,
  EdgeRecord,
  Link,
  NodeKey,
  NodeRecord,
  OpenLink,
  Probe,
  SyncSink,
  Wave,
} from '@posture/domain';
import { HARBOR_CATALOGUE } from './harbor-catalogue';
import { harborModel } from './harbor-model';

type Wire = { readonly id: string } & Record<string, string>;
interface Mapped {
  readonly nodes: NodeRecord[];
  readonly edges: EdgeRecord[];
}

/** A connector for a provider nobody has heard of: what the port asks for, and no more. */
export const harborConnector: Connector = {
  provider: 'harbor',
  catalogue: HARBOR_CATALOGUE,
  mapperSchema: 1,
  model: harborModel,
  open: (request) => new HarborLink(request),
};

class HarborLink implements Link {
  readonly origin: string;
  readonly credentialKind = 'key';
  #requests = 0;

  constructor(private readonly request: OpenLink) {
    if (!URL.canParse(request.address))
      throw new DomainError('harbor.address_invalid', 'invalid', 'This is no address.', { field: 'address' });
    if (request.credential.reveal() === '')
      throw new DomainError('harbor.credential_invalid', 'invalid', 'The key is empty.', { field: 'credential' });
    this.origin = new URL(request.address).origin;
  }

  async identify(signal?: AbortSignal): Promise<string> {
    const { body } = await this.get('/v1/tenant', signal);
    return String((body as Wire).id);
  }

  async probe(signal?: AbortSignal): Promise<Probe> {
    const id = await this.identify(signal);
    const [team] = await this.peek('/v1/teams', signal);
    const probed = Object.entries(HARBOR_CATALOGUE.resources).map(async ([resource, { title, endpoint, per }]) => {
      const base = {
        resource,
        title,
        endpoint,
        status: null,
        latencyMs: null,
        reason: null,
        missing: null,
        grant: null,
      };
      if (per !== undefined && team === undefined) return { ...base, state: 'not_probed' as const };
      const { status } = await this.get(endpoint.slice(4).replace('{id}', team?.id ?? ''), signal);
      if (status === 200) return { ...base, state: 'ok' as const, status };
      const grant = HARBOR_CATALOGUE.grantOf(resource);
      return { ...base, state: 'forbidden' as const, status, reason: `It needs ${grant}.`, missing: 'reader', grant };
    });
    return {
      org: { id, name: null, pipeline: 'harbor', origin: this.origin },
      credential: { kind: 'key', owner: null, roles: null, grantedScopes: null, missingScopes: [] },
      resources: await Promise.all(probed),
      warnings: [],
      limits: {},
      plan: { requests: 5, byBucket: {}, minutes: 0, firstWaveMinutes: 0, atLeast: true },
    };
  }

  plan(view: Parameters<Link['plan']>[0]): number {
    return view.ofKind('Group').length;
  }

  async read(wave: Wave, sink: SyncSink, signal: AbortSignal): Promise<void> {
    if (wave === 1) {
      await this.list('tenant', '', '/v1/tenant', sink, signal, ({ id, name = null }) => node('Org', id, name, {}));
      await this.list('people', '', '/v1/people', sink, signal, ({ id, mail = null, state = '' }) =>
        node('User', id, mail, { state, status: state === 'active' ? 'ACTIVE' : 'DEPROVISIONED' }),
      );
      await this.list('teams', '', '/v1/teams', sink, signal, ({ id, name = null, rights = '' }) =>
        node('Group', id, name, { rights }),
      );
      await this.list('keys', '', '/v1/keys', sink, signal, ({ id, label = null, person = '', madeAt = '' }) => ({
        ...node('ApiToken', id, label, { madeAt }),
        edges: [{ kind: 'AUTHENTICATES_AS', src: nodeKey('ApiToken', id), dst: nodeKey('User', person) }],
      }));
      return;
    }
    const states: Coverage['state'][] = [];
    for await (const { key, externalId } of sink.stagedNodes('Group')) {
      const path = `/v1/teams/${externalId}/people`;
      states.push(
        await this.list('team-people', key, path, sink, signal, (person) => ({
          nodes: [],
          edges: [{ kind: 'MEMBER_OF', src: nodeKey('User', String(person)), dst: key }],
        })),
      );
    }
    const worst = states.find((state) => state !== 'complete') ?? 'complete';
    const now = this.request.clock.now();
    await sink.finish([covered('team-people', '', worst, states.length, now, now)]);
  }

  stats() {
    return { requests: this.#requests, requestsByBucket: { all: this.#requests }, throttledMs: 0 };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async list(
    resource: string,
    parent: NodeKey | '',
    path: string,
    sink: SyncSink,
    signal: AbortSignal,
    map: (item: Wire) => Mapped,
  ): Promise<Coverage['state']> {
    const known = await sink.progress(resource, parent);
    if (known?.finished === true && known.state !== undefined) return known.state;
    const startedAt = this.request.clock.now();
    await sink.begin([{ resource, parent, readStartedAt: startedAt }]);
    let records = 0;
    for (let from: number | null = 0; from !== null;) {
      const { status, body } = await this.get(`${path}?from=${from}`, signal);
      if (status !== 200) {
        await sink.finish([covered(resource, parent, 'forbidden', records, startedAt, this.request.clock.now())]);
        return 'forbidden';
      }
      const page = body as { rows?: Wire[]; next?: number | null };
      const mapped = (page.rows ?? [body as Wire]).map(map);
      from = page.next ?? null;
      records += mapped.length;
      await sink.commit([
        {
          resource,
          parent,
          page: {
            nodes: mapped.flatMap(({ nodes }) => nodes),
            edges: mapped.flatMap(({ edges }) => edges),
            quarantined: [],
            cursor: from === null ? null : String(from),
          },
        },
      ]);
    }
    await sink.finish([covered(resource, parent, 'complete', records, startedAt, this.request.clock.now())]);
    return 'complete';
  }

  private async peek(path: string, signal?: AbortSignal): Promise<Wire[]> {
    return ((await this.get(path, signal)).body as { rows?: Wire[] }).rows ?? [];
  }

  private async get(path: string, signal?: AbortSignal): Promise<{ status: number; body: unknown }> {
    signal?.throwIfAborted();
    this.#requests += 1;
    const headers = { authorization: `Key ${this.request.credential.reveal()}` };
    const response = await fetch(new URL(path, this.origin), { headers, signal });
    if (response.status === 401)
      throw new DomainError('harbor.key_refused', 'unauthenticated', 'Harbor refuses the key.', {
        field: 'credential',
      });
    return { status: response.status, body: await response.json() };
  }
}

function node(kind: NodeRecord['kind'], id: string, name: string | null, props: NodeRecord['props']): Mapped {
  return { nodes: [{ kind, key: nodeKey(kind, id), externalId: id, name, props }], edges: [] };
}

function covered(
  resource: string,
  parent: NodeKey | '',
  state: Coverage['state'],
  records: number,
  readStartedAt: Date,
  readAt: Date,
): Coverage {
  const reason = state === 'complete' ? null : `It needs ${HARBOR_CATALOGUE.grantOf(resource)}.`;
  return {
    resource,
    parent,
    state,
    reason,
    missing: state === 'complete' ? null : 'reader',
    records,
    readStartedAt,
    readAt,
  };
}
