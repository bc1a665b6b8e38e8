import { NO_USAGE } from '@posture/domain';
import type { Coverage, StoredEdge, StoredNode } from '@posture/domain';
import { oktaCredentialText, oktaWire } from '@posture/connectors';
import { Secret, systemClock } from '@posture/platform';
import { loadGraphIndex } from '../../libs/access-graph/src/graph/graph-index-builder';
import { SHIPPED } from '../../libs/flows/src/providers';
import type { VersionView } from '../../libs/flows/src/graphs';
import { MemoryGraphSource } from '../support/memory-graph-source';
import { RecordingSink } from './recording-sink';
import { serveOrg } from './sandbox-process';
import type { OrgSize } from './sandbox-process';

const WAVES = [1, 2, 3] as const;

/** A sandbox org as the engine would hold it, without a store between. */
export const OKTA = SHIPPED.find(({ provider }) => provider === 'okta')!;

export interface Tenant {
  readonly source: MemoryGraphSource;
  readonly nodes: number;
  readonly edges: number;
  readonly context: VersionView;
}

/** Reads all of the org into the sink, as a sync does. */
export async function readInto(sink: RecordingSink, url: string, token: string): Promise<number> {
  const credential = new Secret(oktaCredentialText({ kind: 'api_token', token: new Secret(token) }));
  const link = await oktaWire.open({ address: url, credential, allowLoopback: true, clock: systemClock });
  try {
    for (const wave of WAVES) await link.read(wave, sink, new AbortController().signal);
    return link.stats().requests;
  } finally {
    await link.close();
  }
}

/** Reads a sandbox org of that size and derives what follows from it. */
export async function readTenant(size: OrgSize): Promise<Tenant> {
  const org = await serveOrg(size);
  const sink = new RecordingSink();
  await readInto(sink, org.url, org.token).finally(() => org.stop());
  return tenantOf(sink.nodes(), sink.edges(), sink.coverage);
}

/** What was read, as the engine would hold it. */
export async function tenantOf(
  nodes: StoredNode[],
  edges: StoredEdge[],
  coverage: readonly Coverage[],
): Promise<Tenant> {
  const read = new MemoryGraphSource([{ nodes, edges, coverage }]);
  const view = await loadGraphIndex(read, 'bench', 1);
  const { model } = OKTA;
  const derived = model.derive(view, model.privilege(view, model.classification));
  const stored = { resource: 'derived', parent: '', derived: true, fromVersion: 1 } as const;
  const all = {
    nodes: [...nodes, ...derived.nodes.map((node) => ({ ...node, ...stored }))].sort((a, b) =>
      a.key < b.key ? -1 : 1,
    ),
    edges: [...edges, ...derived.edges.map((edge) => ({ ...edge, ...stored }))],
    coverage,
  };
  const source = new MemoryGraphSource([all]);
  const whole = await loadGraphIndex(source, 'bench', 1);
  const privilege = model.privilege(whole, model.classification);
  return {
    source,
    nodes: all.nodes.length,
    edges: all.edges.length,
    context: {
      provider: OKTA,
      view: whole,
      privilege,
      classification: model.classification,
      asOf: whole.at,
      usage: NO_USAGE,
    },
  };
}
