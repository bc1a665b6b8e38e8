import type { Collection, SandboxOrg, Wire } from '../org/org';
import type { SystemLog } from '../log/system-log';
import type { Need } from './access';
import type { Caller } from './authenticator';
import { pageOf, type PageSize, type Query } from './paging';

/** One request of an authenticated caller, as handlers see it. */
export interface Call {
  readonly org: SandboxOrg;
  readonly log: SystemLog;
  readonly caller: Caller;
  /** Path without query, decoded. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
}

/** What is answered. A list says where it goes on; the server writes the link in the style the endpoint pages in. */
export type Answer =
  | { readonly style: 'object'; readonly body: unknown }
  /** Paged by `Link` header; `after` undefined when the endpoint never pages; `without` is left out of `next`. */
  | {
      readonly style: 'list';
      readonly rows: readonly unknown[];
      readonly after?: string | null;
      readonly without?: readonly string[];
    }
  /** Paged in the body: `{[name]: rows, _links: {next}}`. */
  | {
      readonly style: 'envelope';
      readonly name: string;
      readonly rows: readonly unknown[];
      readonly after?: string | null;
      readonly links?: Readonly<Record<string, unknown>>;
    };

export interface Endpoint {
  /** Fastify's form: `/api/v1/users/:userId`. */
  readonly path: string;
  /** The OAuth scope; null where none is asked. */
  readonly scope: string | null;
  readonly need: Need | null;
  /** Absent from a Classic org: the path is unknown there. */
  readonly identityEngine?: true;
  /** False answers 401 E0000015. */
  readonly licensed?: (org: SandboxOrg) => boolean;
  /** A client with the scope but no admin role is answered an empty list instead of a refusal. */
  readonly emptyWithoutRole?: true;
  /** Moves on by itself: an answer is never sent again from memory. */
  readonly live?: true;
  readonly answer: (call: Call) => Answer;
}

export function whole(rows: readonly unknown[]): Answer {
  return { style: 'list', rows };
}

export function allOf(collection: Collection<Wire>): Answer {
  return whole(collection.range(0, collection.size));
}

export function paged<T extends { readonly id: string }>(
  call: Call,
  collection: Collection<T>,
  size: PageSize,
  options: { readonly keep?: (row: T) => boolean; readonly show?: (row: T) => unknown } = {},
): Answer {
  const { items, after } = pageOf(call.path, call.query, collection, size, options.keep);
  return { style: 'list', rows: options.show ? items.map(options.show) : items, after };
}

export function envelope(name: string, call: Call, collection: Collection<Wire>, size: PageSize): Answer {
  const { items, after } = pageOf(call.path, call.query, collection, size);
  return { style: 'envelope', name, rows: items, after };
}

export function object(body: unknown): Answer {
  return { style: 'object', body };
}
