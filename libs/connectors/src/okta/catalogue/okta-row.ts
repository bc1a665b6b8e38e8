import type { NodeKey, NodeKind, ResourceRow } from '@posture/domain';
import type { OktaError } from '../http/okta-error';
import { bucketOf, oktaPath } from '../http/okta-path';
import type { OktaBucket, OktaPath } from '../http/okta-path';
import type { PageStyle } from '../http/page-style';
import type { OrgIdentity } from '../map/tenant';
import type { Mapped } from '../map/wire';
import type { PlannedRequests } from './okta-sizes';
import type { Sample } from './samples';

/**
 * Who may read it besides a super admin: a standard role, or the custom-role permission to grant; where there is no
 * such permission, the least standard role. Sources: Okta help "Standard administrator roles and permissions"; Okta API
 * description 2026.06.3.
 */
export type OktaRole = 'READ_ONLY_ADMIN' | 'ORG_ADMIN' | 'SUPER_ADMIN' | `okta.${string}`;

export type Query = Readonly<Record<string, string>>;

/** One request chain of a list. Most lists have one; users and policies have several. */
export interface ListPart {
  readonly path: OktaPath;
  readonly query?: Query;
  readonly style: PageStyle | 'document';
  /** True when this refusal of this part says nothing about the list. */
  readonly tolerates?: (error: OktaError) => boolean;
  /** Gets a coverage row of its own once this part was read: proof that the org serves it, also when it is empty. */
  readonly served?: NodeKey;
}

/** What a mapper may need to know besides the record. */
export interface MapContext {
  readonly resource: string;
  readonly title: string;
  readonly identity: OrgIdentity;
  /** OAuth client the reader is; null with an API token. */
  readonly readerClientId: string | null;
}

/** How the probe tries a resource. Absent: the list as it is, one record of it where Okta pages it. */
export interface ProbeTry {
  /** The object whose list is tried. A list per object without it is not tried: it goes with the list above it. */
  readonly of?: Sample;
  /** Instead of the least page. */
  readonly query?: Query;
  /** The probe reads it anyway, several pages of it, for the plan. */
  readonly counted?: true;
  /** Why it is never tried. */
  readonly never?: string;
}

/** Where a list is and how it is paged. */
export interface ListAddress {
  /** With the ids of the objects it belongs to in braces: `/api/v1/groups/{id}/users`. */
  readonly path: string;
  readonly style: PageStyle | 'document';
  readonly pageLimit: number | null;
  /** What is asked besides the limit. */
  readonly query?: Query;
}

/** A list that one object keeps, of which nothing but the object's id need be known. */
export interface KeptList extends ListAddress {
  readonly per: NodeKind;
  readonly mapOf: (id: string) => (item: unknown) => Mapped;
}

/** A resource as Okta's own reader, probe and plan use it. */
export interface OktaRow extends ResourceRow, ListAddress {
  readonly role: OktaRole;
  /** Only in an Identity Engine org. */
  readonly identityEngine?: true;
  /** Of a list of the whole org that takes several request chains. */
  readonly parts?: (row: OktaRow, identity: OrgIdentity) => readonly ListPart[];
  /** One record of a list of the whole org. Without it a reader of its own puts the list together with others. */
  readonly map?: (item: unknown, context: MapContext) => Mapped;
  /**
   * One record holds what a whole list told, or what a list beside it did not (permissions, members, methods, targets):
   * where absences are not believed, such records are not either.
   */
  readonly composed?: true;
  readonly probe?: ProbeTry;
  /** Absent: one request, or the pages of a list of the whole org. */
  readonly requests?: PlannedRequests;
  /** The same edges as the groups list them, where that takes fewer requests. */
  readonly byGroup?: KeptList & { readonly pageLimit: number; readonly requests: PlannedRequests };
}

type Given = Pick<OktaRow, 'title' | 'path' | 'scope' | 'nodes' | 'believedHours'> & Partial<OktaRow>;

/**
 * A row with what most rows say alike: read in the first wave by a Read-only Administrator, paged by `Link` where it
 * has a page limit, else whole. Page limits are the most Okta serves (API description 2026.06.3).
 */
export function row(given: Given): OktaRow {
  const pageLimit = given.pageLimit ?? null;
  return {
    endpoint: `GET ${given.path}`,
    role: 'READ_ONLY_ADMIN',
    wave: 1,
    style: pageLimit === null ? 'whole' : 'link',
    edges: [],
    empty: 'possible',
    ...given,
    pageLimit,
  };
}

/** A row whose list one object keeps. */
export function keptRow(given: Given & Pick<KeptList, 'per' | 'mapOf'>): OktaRow & KeptList {
  return { ...row(given), per: given.per, mapOf: given.mapOf };
}

const ID = /\{\w+\}/;

/** The row's path with its ids put in: percent-encoded, so that no id can leave its segment. */
export function pathOf({ path }: Pick<ListAddress, 'path'>, ...ids: readonly string[]): OktaPath {
  const texts = path.split(ID);
  if (texts.length !== ids.length + 1) throw new RangeError(`${path} does not take ${ids.length} ids`);
  return oktaPath(texts, ...ids);
}

/** Whose rate limit the list spends. */
export function bucketOfList({ path }: Pick<ListAddress, 'path'>): OktaBucket {
  return bucketOf(path.split(ID).join('{}'));
}

/** The request chain of a row's list, or of the list one object keeps. */
export function partOf(of: ListAddress, ...ids: readonly string[]): ListPart {
  const { style, pageLimit } = of;
  const query = pageLimit === null ? of.query : { ...of.query, limit: String(pageLimit) };
  return { path: pathOf(of, ...ids), style, ...(query === undefined ? {} : { query }) };
}
