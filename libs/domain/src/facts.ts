/**
 * What rules may ask. A fact is computed once per subject from one inventory version at the scan's `asOf`.
 * Its value is plain when known (null included: "never signed in" is knowledge), an `Unknown` when what it needs was
 * not read, or an `AtLeast` when part was read: a direct super admin is one even where group roles were forbidden.
 */

/** Names the reads that failed; the scan turns them into words from their coverage. */
export class Unknown {
  constructor(readonly needs: readonly FactNeed[]) {}
}

/** For counts: the true value is this or more. For lists: the true list holds these and perhaps others. */
export class AtLeast<T extends number | readonly string[]> {
  constructor(
    readonly value: T,
    readonly needs: readonly FactNeed[],
  ) {}
}

/** One list whose reading would settle a fact: a row of the coverage, or its absence. */
export interface FactNeed {
  readonly resource: string;
  /** Node key of the object whose list was not read, or '' for the whole tenant. */
  readonly parent: string;
  /** Set when the read went well and still cannot tell, such as a list of addresses nobody labels; one sentence. */
  readonly reason?: string;
  /** With a reason: scope, role or permission to grant, where that would help. */
  readonly missing?: string;
}

/** A value as rules compare it. Instants are ISO 8601 text; null is knowledge, such as "never signed in". */
export type FactPlain = null | boolean | number | string | readonly string[];
/** One of three: known, not known at all, or known to be at least this. */
export type FactValue = FactPlain | Unknown | AtLeast<number | readonly string[]>;
/**
 * Values of one subject by the names of its `FactSchema`. A name that is missing counts as never asked, not as null.
 */
export type Facts = Readonly<Record<string, FactValue>>;

/** What the value of a fact is when known; `list` is of text. */
export type FactType = 'boolean' | 'number' | 'string' | 'list';

/** How a fact is declared: rules may name it, the reference describes it and evidence cites its source from this. */
export interface FactSpec {
  readonly type: FactType;
  readonly nullable?: boolean;
  /** days, minutes, count, percent …; absent for names and flags. */
  readonly unit?: string;
  readonly means: string;
  /** Endpoint it is read from, as an administrator would recognise it. */
  readonly source: string;
  /** Resources whose coverage decides whether it is known; names of the provider's catalogue. */
  readonly needs: readonly string[];
}

/** Declared facts of one kind of subject, by name. */
export type FactSchema = Readonly<Record<string, FactSpec>>;
