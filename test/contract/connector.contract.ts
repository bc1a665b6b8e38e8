import { DomainError, hidesNothing, lastWaveOf } from '@posture/domain';
import type {
  ActivityPage,
  ActivityRange,
  Connector,
  Link,
  OpenLink,
  ResourceRow,
  SyncProgress,
  Wave,
} from '@posture/domain';
import { Secret, systemClock } from '@posture/platform';
import { loadGraphIndex } from '../../libs/access-graph/src/graph/graph-index-builder';
import { MemoryGraphSource } from '../support/memory-graph-source';
import { startRequestLog } from '../support/request-log';
import type { RequestLog } from '../support/request-log';
import { MemorySink } from './okta-connector.memory-sink';

/** One tenant of the provider, answering on the loopback address by http. */
export interface ContractTenant {
  readonly url: string;
  /** The provider's own id of it. */
  readonly id: string;
  /** A credential that may read everything. */
  readonly credential: string;
  /** One in good form that the tenant does not know, and the input a refusal of it names. */
  readonly unknownCredential: { readonly text: string; readonly field: string };
  /** What nobody may keep: secrets among its answers, and the credential's own. */
  readonly secrets: readonly string[];
  /** From now on the list of that resource is refused for want of a right. */
  refuse(resource: string): void;
  /** Changes a few things in the tenant, of which its log tells; among them one that shows in `ContractProvider.changed`. */
  change(): void;
  stop(): Promise<void>;
}

export interface ContractProvider {
  readonly name: string;
  readonly connector: Omit<Connector, 'model'>;
  /** A tenant with objects of every kind, the same each time. */
  startTenant(): Promise<ContractTenant>;
  /** Refused by `open` already; `field` is the input it names. */
  readonly badAddress: { readonly text: string; readonly field: string };
  readonly badCredential: { readonly text: string; readonly field: string };
  /** Resources whose lists are refused one after the other. */
  readonly refusable: readonly string[];
  /** A list of the whole tenant that `ContractTenant.change` changes. */
  readonly changed: string;
  /** Requests that tell what the credential is and sees: asked before the first wave and after each, all others once. */
  readonly askedAgain: readonly RegExp[];
}

/** What every connector promises, whatever its provider. */
export function connectorContract(provider: ContractProvider): void {
  const { connector } = provider;
  const { activity, catalogue } = connector;
  const resources = Object.entries(catalogue.resources);
  const waves = Array.from({ length: lastWaveOf(catalogue) }, (_, index): Wave => index + 1);
  const unstopped = () => new AbortController().signal;

  describe(`Connector contract: ${provider.name}`, () => {
    let tenant: ContractTenant;
    let log: RequestLog;
    const links: Link[] = [];

    beforeEach(async () => {
      tenant = await provider.startTenant();
      log = await startRequestLog(tenant.url);
    });
    afterEach(async () => {
      for (const link of links.splice(0)) await link.close();
      await log?.stop();
      await tenant?.stop();
    });

    async function open(more: Partial<Omit<OpenLink, 'credential'>> & { credential?: string } = {}): Promise<Link> {
      const { credential = tenant.credential, ...rest } = more;
      const link = await connector.open({
        address: log.url,
        allowLoopback: true,
        clock: systemClock,
        ...rest,
        credential: new Secret(credential),
      });
      links.push(link);
      return link;
    }

    /** Pages from a place on, until no more is there now. */
    async function pagesOf(link: Link, range: ActivityRange): Promise<ActivityPage[]> {
      const pages: ActivityPage[] = [];
      for (let from: ActivityRange | null = range; from !== null;) {
        const page: ActivityPage = await link.readActivity(from, unstopped());
        pages.push(page);
        from = page.isFull ? { ...range, cursor: page.cursor } : null;
      }
      return pages;
    }

    async function readAll(link: Link, sink = new MemorySink()): Promise<MemorySink> {
      for (const wave of waves) await link.read(wave, sink, unstopped());
      return sink;
    }

    describe('opening', () => {
      it('refuses what is no address and what is no credential, naming the input, and asks nobody', async () => {
        await expect(open({ address: provider.badAddress.text })).rejects.toThrow(
          expect.objectContaining({ kind: 'invalid', field: provider.badAddress.field }),
        );
        await expect(open({ credential: provider.badCredential.text })).rejects.toThrow(
          expect.objectContaining({ kind: 'invalid', field: provider.badCredential.field }),
        );
        expect(log.requests).toEqual([]);
      });

      it('does not follow an address of this machine unless that was allowed', async () => {
        await expect(open({ allowLoopback: false })).rejects.toThrow(DomainError);
      });

      it('knows the choices of its catalogue and no others', async () => {
        await expect(open({ read: { choices: Object.keys(catalogue.choices) } })).resolves.toBeDefined();
        await expect(open({ read: { choices: ['everything-else'] } })).rejects.toThrow(
          expect.objectContaining({ kind: 'invalid', field: 'choices' }),
        );
      });

      it('keeps the origin by which the tenant is opened again', async () => {
        const { origin } = await open();

        await expect((await open({ address: origin })).identify()).resolves.toBe(tenant.id);
      });
    });

    describe('identifying', () => {
      it('gives the id of the tenant, once the credential was accepted', async () => {
        await expect((await open()).identify()).resolves.toBe(tenant.id);
      });

      it('names the input at fault when the credential is refused, and never shows it', async () => {
        const { text, field } = tenant.unknownCredential;
        const failure: unknown = await (await open({ credential: text })).identify().catch((error: unknown) => error);

        expect(failure).toBeInstanceOf(DomainError);
        expect(failure).toMatchObject({ kind: 'credential_refused', field });
        expect(JSON.stringify(failure) + String(failure)).not.toContain(text);
      });
    });

    describe('probing', () => {
      it('names every resource of the catalogue and the log once, in their words and order', async () => {
        const { org, resources: probed, plan, credential } = await (await open()).probe();

        expect(org).toMatchObject({ id: tenant.id, origin: log.url });
        expect(credential.kind).toBe((await open()).credentialKind);
        expect(probed.map(({ resource, title, endpoint }) => ({ resource, title, endpoint }))).toEqual(
          [...resources, [activity.resource, activity] as const].map(([resource, { title, endpoint }]) => ({
            resource,
            title,
            endpoint,
          })),
        );
        expect(probed.filter(({ state }) => state !== 'ok' && state !== 'not_probed')).toEqual([]);
        expect(plan.requests).toBeGreaterThanOrEqual(waves.length);
      });

      it.each([...provider.refusable, activity.resource])(
        'says that %s may not be read, why and what to grant',
        async (resource) => {
          tenant.refuse(resource);

          const found = (await (await open()).probe()).resources.find((each) => each.resource === resource);

          expect(found).toMatchObject({
            state: 'forbidden',
            reason: expect.any(String),
            missing: expect.any(String),
            grant: expect.any(String),
          });
        },
      );

      it('knows what to grant for each of its resources', () => {
        expect(resources.filter(([resource]) => catalogue.grantOf(resource) === '')).toEqual([]);
      });

      it('stops with the reason it is given', async () => {
        await expect((await open()).probe(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
        expect(log.requests).toEqual([]);
      });
    });

    describe('reading', () => {
      it('leaves each resource of a wave with its coverage, and tells of progress by resource', async () => {
        const progress: SyncProgress[] = [];
        const link = await open({ onProgress: (each) => progress.push(each) });
        const sink = new MemorySink();
        for (const wave of waves) {
          await link.read(wave, sink, unstopped());

          const inWave = resources.filter(([, row]) => row.wave === wave).map(([resource]) => resource);
          expect(inWave.filter((resource) => sink.coverage(resource) === null)).toEqual([]);
        }
        expect(new Set(progress.map(({ wave }) => wave))).toEqual(new Set(waves));
        expect(progress.filter(({ resource }) => !Object.hasOwn(catalogue.resources, resource))).toEqual([]);
        const unread = [...sink.reads.values()].flatMap(({ finished }) =>
          finished !== null && !hidesNothing(finished) && finished.state !== 'not_read' ? [finished] : [],
        );
        expect(unread).toEqual([]);
      });

      it('reads what is read only when asked for, when it is asked for', async () => {
        const optional = resources.filter(([, { optIn }]) => optIn !== undefined).map(([resource]) => resource);
        const states = (sink: MemorySink) => optional.map((resource) => sink.coverage(resource)?.state);

        expect(states(await readAll(await open()))).toEqual(optional.map(() => 'not_read'));
        const asked = await readAll(await open({ read: { choices: Object.keys(catalogue.choices) } }));
        expect(states(asked)).toEqual(optional.map(() => 'complete'));
      });

      it('writes only what the rows yield, into the lists they name', async () => {
        const sink = await readAll(await open({ read: { choices: Object.keys(catalogue.choices) } }));

        const strange = [...sink.reads].flatMap(([list, { nodes, edges }]) => {
          const row = catalogue.resources[list.split(' ', 1)[0] ?? ''];
          const kinds = row === undefined ? [] : kindsOf(row);
          return [...nodes.values(), ...edges.values()].flatMap(({ kind }) =>
            kinds.includes(kind) ? [] : [`${list} ${kind}`],
          );
        });

        expect(strange).toEqual([]);
        const written = new Set(
          [...sink.reads.values()].flatMap(({ nodes }) => [...nodes.values()].map(({ kind }) => kind)),
        );
        expect(written.size).toBeGreaterThan(2);
      });

      it('asks nothing twice, writes nothing to the provider and counts what it asks', async () => {
        const link = await open();
        await readAll(link);

        const timesOf = (line: string) => log.requests.filter((each) => each === line).length;
        const mayAsk = (line: string) => (provider.askedAgain.some((each) => each.test(line)) ? waves.length + 2 : 1);
        expect(log.requests.filter((line) => timesOf(line) > mayAsk(line))).toEqual([]);
        expect(log.requests.filter((line) => !line.startsWith('GET '))).toEqual([]);
        const { requests, requestsByBucket } = link.stats();
        expect(requests).toBe(log.requests.length);
        expect(Object.values(requestsByBucket).reduce((sum, each) => sum + each, 0)).toBe(requests);
      });

      it('goes on in another process with the next wave, to the same end', async () => {
        const whole = await readAll(await open());
        const asked = log.requests.length;

        const sink = new MemorySink();
        for (const wave of waves) await (await open()).read(wave, sink, unstopped());

        expect(sink.contents()).toEqual(whole.contents());
        expect(coverageOf(sink)).toEqual(coverageOf(whole));
        expect([...log.requests.slice(asked)].sort()).toEqual([...log.requests.slice(0, asked)].sort());
      });

      it('expects, once the first wave is in, about what the others take', async () => {
        const link = await open();
        const sink = new MemorySink();
        await link.read(1, sink, unstopped());
        const before = link.stats().requests;

        const planned = link.plan(await viewOf(sink));

        for (const wave of waves.slice(1)) await link.read(wave, sink, unstopped());
        const taken = link.stats().requests - before;
        expect(planned).toBeGreaterThanOrEqual(taken * 0.8);
        expect(planned).toBeLessThanOrEqual(taken * 1.2);
      });

      it('stops with the reason it is given, and asks no more', async () => {
        const whole = new MemorySink();
        await (await open()).read(1, whole, unstopped());
        const asked = log.requests.length;
        const stop = new AbortController();
        log.onRequest = () => {
          if (log.requests.length === asked + Math.ceil(asked / 2)) stop.abort(new Error('enough'));
        };
        const sink = new MemorySink();
        const link = await open();

        await expect(link.read(1, sink, stop.signal)).rejects.toThrow('enough');

        expect(log.requests.length).toBeLessThan(asked * 2);
        const { commits } = sink;
        await link.close();
        expect(sink.commits).toBe(commits);
        await expect((await open()).read(1, sink, AbortSignal.abort(new Error('at once')))).rejects.toThrow('at once');
      });

      it('keeps no secret it is answered, nor its own', async () => {
        const progress: SyncProgress[] = [];
        const choices = Object.keys(catalogue.choices);
        const sink = await readAll(await open({ read: { choices }, onProgress: (each) => progress.push(each) }));

        const kept = JSON.stringify([sink.contents(), coverageOf(sink), progress]);
        expect(tenant.secrets.length).toBeGreaterThan(0);
        expect(tenant.secrets.filter((secret) => kept.includes(secret))).toEqual([]);
      });

      it.each(provider.refusable)('never calls %s complete when it was refused', async (resource) => {
        tenant.refuse(resource);

        const sink = await readAll(await open());

        const { state, reason, missing } = sink.coverage(resource)!;
        expect({ state, reason, missing }).toEqual({
          state: 'forbidden',
          reason: expect.any(String),
          missing: expect.any(String),
        });
        const kept = [...sink.reads.values()].filter((read) => read.finished?.resource === resource);
        expect(kept.reduce((sum, { nodes, edges }) => sum + nodes.size + edges.size, 0)).toBe(0);
      });

      it('knows no wave beyond its last', async () => {
        await expect((await open()).read(waves.length + 1, new MemorySink(), unstopped())).rejects.toThrow(RangeError);
      });
    });

    describe('reading what changed', () => {
      /** The tenant as it was read, and what its log then says has changed. */
      async function changedTenant() {
        const link = await open();
        const before = await readAll(link);
        const range: ActivityRange = { kind: 'follow', since: new Date(Date.now() - 7 * 86_400_000), cursor: null };
        const { cursor } = (await pagesOf(link, range)).at(-1)!;
        tenant.change();
        const pages = await pagesOf(link, { ...range, cursor });
        const told = pages.flatMap(({ events }) =>
          events.flatMap((each) => ('activity' in each ? [each.activity] : [])),
        );
        return { link, before, view: await viewOf(before), changes: connector.changesOf(told) };
      }

      it('makes of what was read what a whole read shows now, with fewer requests', async () => {
        const { link, before, view, changes } = await changedTenant();
        const asked = log.requests.length;
        const sink = new MemorySink();

        const unread = await link.readChanges(changes.objects, view, sink, unstopped());

        expect([...unread, ...changes.stale]).toEqual([]);
        const taken = log.requests.length - asked;
        const whole = await readAll(await open());
        expect(taken).toBeLessThan(log.requests.length - asked - taken);
        expect(before.contents()).not.toEqual(whole.contents());
        expect(before.overlaidBy(sink).contents()).toEqual(whole.contents());
        expect(whole.overlaidBy(sink).contents()).toEqual(whole.contents());
        expect(log.requests.filter((line) => !line.startsWith('GET '))).toEqual([]);
      });

      it('says of what is refused that it is not as it was read, and leaves it alone', async () => {
        const { link, before, view, changes } = await changedTenant();
        tenant.refuse(provider.changed);
        const sink = new MemorySink();

        const unread = await link.readChanges(changes.objects, view, sink, unstopped());

        const refused = [...sink.reads.values()].flatMap(({ finished }) =>
          finished === null || finished.state === 'complete' ? [] : [finished.resource],
        );
        expect([...unread.map(({ resource }) => resource), ...refused]).toEqual([provider.changed]);
        const rows = (all: MemorySink) => all.contents().filter((row) => row.startsWith(`${provider.changed} `));
        expect(rows(before.overlaidBy(sink))).toEqual(rows(before));
      });

      it('stops with the reason it is given', async () => {
        const { link, view, changes } = await changedTenant();
        const sink = new MemorySink();
        const asked = log.requests.length;

        const stopped = link.readChanges(changes.objects, view, sink, AbortSignal.abort(new Error('enough')));

        await expect(stopped).rejects.toThrow('enough');
        expect([log.requests.length - asked, sink.commits]).toEqual([0, 0]);
      });
    });

    describe('reading the log', () => {
      const until = new Date(Date.now() + 60_000);
      const since = new Date(until.getTime() - 7 * 86_400_000);
      const span: ActivityRange = { kind: 'span', since, until, cursor: null };
      const follow: ActivityRange = { kind: 'follow', since, cursor: null };

      const idsOf = (pages: readonly ActivityPage[]): string[] =>
        pages.flatMap(({ events }) => events.map((event) => ('activity' in event ? event.activity.id : 'set aside')));

      it('ends with a span, and goes on for ever with what follows', async () => {
        const ended = await pagesOf(await open(), span);
        const followed = await pagesOf(await open(), follow);

        expect(ended.at(-1)).toMatchObject({ isFull: false, cursor: null });
        expect(followed.at(-1)).toMatchObject({ isFull: false, cursor: expect.any(String) });
        expect(idsOf(ended).sort()).toEqual(idsOf(followed).sort());
        expect(new Set(idsOf(ended)).size).toBe(idsOf(ended).length);
        expect(Math.min(...[...ended, ...followed].map((page) => page.pollAfterMs))).toBeGreaterThanOrEqual(2000);
      });

      it('goes on from its cursor in another process, and then tells nothing twice', async () => {
        const { cursor } = (await pagesOf(await open(), follow)).at(-1)!;

        expect(idsOf(await pagesOf(await open(), { ...follow, cursor }))).toEqual([]);
      });

      it('says that a cursor is none of its own', async () => {
        await expect(
          (await open()).readActivity({ ...follow, cursor: 'elsewhere' }, unstopped()),
        ).rejects.toMatchObject({
          kind: 'conflict',
        });
      });

      it('gives what is kept of an event, of which the same activity can be made again', async () => {
        const link = await open();
        const normaliser = activity.normaliser(await link.self());

        for (const event of (await pagesOf(link, span)).flatMap(({ events }) => events)) {
          expect('raw' in event && normaliser.normalise(event.raw, Date.now())).toEqual(event);
        }
      });

      it('says that it may not be read, why and what to grant', async () => {
        tenant.refuse(activity.resource);

        const failure: unknown = await (
          await open()
        )
          .readActivity(follow, unstopped())
          .catch((error: unknown) => error);

        expect(failure).toBeInstanceOf(DomainError);
        expect(activity.coverageOf(failure as DomainError)).toEqual({
          state: 'forbidden',
          reason: expect.any(String),
          missing: expect.any(String),
        });
      });

      it('stops with the reason it is given, and asks nobody', async () => {
        const stopped = AbortSignal.abort(new Error('enough'));

        await expect((await open()).readActivity(span, stopped)).rejects.toThrow('enough');
        expect(log.requests).toEqual([]);
      });
    });
  });
}

function kindsOf({ nodes, edges, besides }: ResourceRow): readonly string[] {
  return [...nodes, ...edges.map(({ kind }) => kind), ...(besides?.nodes ?? []), ...(besides?.edges ?? [])];
}

/** How each list was read, without the instants. */
function coverageOf(sink: MemorySink): string[] {
  return [...sink.reads]
    .map(([list, { finished }]) => `${list}: ${finished?.state} ${finished?.records} ${finished?.reason}`)
    .sort();
}

/** What was read so far as a version would show it. */
async function viewOf(sink: MemorySink) {
  const stored = { derived: false, fromVersion: 1 };
  const reads = [...sink.reads].map(([list, read]) => ({ resource: list.split(' ', 1)[0] ?? '', ...read }));
  const nodes = reads.flatMap(({ resource, nodes: of }) =>
    [...of.values()].map((node) => ({ ...node, resource, ...stored })),
  );
  const edges = reads.flatMap(({ resource, edges: of }) =>
    [...of.values()].map((edge) => ({ ...edge, resource, parent: '', ...stored })),
  );
  nodes.sort((a, b) => (a.key < b.key ? -1 : 1));
  return loadGraphIndex(new MemoryGraphSource([{ nodes, edges }]), 'contract', 1);
}
