import type { EdgeKind, NodeKind } from './graph-schema';

/** Waves are read, published and judged one after the other; 1 is the first. */
export type Wave = number;

/**
 * Where the edges of a kind that a resource yields come from, which says what an unread list may hide:
 * tenant: one list of the whole tenant · source, target: a list kept by that end (an app's grants, a group's members)
 * · with_source, with_target: written on the record of that end, so that a record that is there shows all of its edges.
 */
export type EdgeKeeper = 'tenant' | 'source' | 'target' | 'with_source' | 'with_target';

/** A kind of edge that a resource gives, and where the list of such edges is kept. */
export interface YieldedEdge {
  readonly kind: EdgeKind;
  readonly keeper: EdgeKeeper;
}

/**
 * One list or document a connector reads, declared once. Probe, read lists, request plan, coverage words, what an
 * unread list may hide and the reference page follow from this row.
 */
export interface ResourceRow {
  /** In an administrator's words; goes after "may not read". */
  readonly title: string;
  /** As the provider documents it, such as `GET /api/v1/users`; shown as the source of evidence. */
  readonly endpoint: string;
  readonly scope: string;
  /** The least role or permission that reads it, as the provider names it. */
  readonly role: string;
  readonly wave: Wave;
  /** Set when one list is read per object of that kind; coverage is then kept per parent as well. */
  readonly per?: NodeKind;
  /** Records asked for per request; null for documents and lists that come whole. */
  readonly pageLimit: number | null;
  /** Kinds of nodes whose list it is: while it is unread, such a node may be hidden. */
  readonly nodes: readonly NodeKind[];
  readonly edges: readonly YieldedEdge[];
  /** Kinds its records become too, although another resource is their list: by itself it hides none of them. */
  readonly besides?: { readonly nodes?: readonly NodeKind[]; readonly edges?: readonly EdgeKind[] };
  /** How long what it says may be believed, in hours; older evidence is unknown. */
  readonly believedHours: number;
  /** never: no tenant is without one, so that an empty answer is doubted. */
  readonly empty: 'never' | 'possible';
  /** Needs an edition or licence many tenants lack; a refusal for that reason is `unlicensed`. */
  readonly licensed?: true;
  /** Read only when the operator asks for this choice of the catalogue. */
  readonly optIn?: string;
}

/** Something an operator may ask a read to do beyond the default. */
export interface ReadChoice {
  readonly title: string;
  /** What it costs or leaves behind, in one sentence. */
  readonly means: string;
}

/** Everything one provider's connector reads. Coverage, facts, probe and reference speak of these names. */
export interface ResourceCatalogue {
  readonly provider: string;
  readonly resources: Readonly<Record<string, ResourceRow>>;
  readonly choices: Readonly<Record<string, ReadChoice>>;
  /** What to grant so that the resource can be read, in an administrator's words. */
  grantOf(resource: string): string;
}

/** The number of the wave after which everything was asked for; waves count from 1 without a gap. */
export function lastWaveOf({ resources }: ResourceCatalogue): Wave {
  return Math.max(...Object.values(resources).map(({ wave }) => wave));
}
