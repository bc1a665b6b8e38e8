import type { Bodies } from '../client/server';
import type { Told } from './area';

/** A finding in a list. */
export type ToldFinding = Told<'FindingBody'>;

/** One finding and all there is to say about it. */
export type ShownFinding = ToldFinding &
  Pick<Told<'FindingDetailBody'>, 'evidence' | 'scoreTerms' | 'exception' | 'allowed'> & {
    readonly history: readonly Told<'FindingEventBody'>[];
  };

/** Findings that have something in common. */
export type ToldGroup = Told<'FindingGroupBody'>;
/** What they have in common. */
export type Grouped = Bodies['FindingGrouping'];

/** Which findings are meant: what holds for both. */
export interface FindingsAsked {
  readonly filter: string;
  /** Name of a saved view, which says their order, too. */
  readonly view?: string;
}

/** A view to be saved. */
export interface ViewAsked {
  readonly name: string;
  readonly filter: string;
  /** null: worst first. */
  readonly sort: string | null;
  readonly shared: boolean;
}

/** What people take it through, but for letting it stand. */
export type FindingStep =
  | { readonly action: 'claim'; readonly note: string }
  | { readonly action: 'acknowledge' | 'start' | 'reopen'; readonly note?: string };

/** Why it may stand, and until when. */
export interface StandingTerms {
  readonly kind: Bodies['ExceptionKind'];
  readonly reason: string;
  /** ISO instant; left out: it has no end. */
  readonly expiresAt?: string;
}

/** Days findings may stand, by severity; null: as long as they like. */
export type ToldDue = Pick<Told<'DuePolicyBody'>, Bodies['Severity']>;

/** What is left out stays as it is. */
export type DueWish = Partial<ToldDue> & {
  /** Whether what is open now is due by it, too. */
  readonly appliesToOpen: boolean;
};

/** Findings as commands work on them; each change answers what became of it. */
export interface FindingsArea {
  /** Worst first, unless a view says otherwise. @param most how many at most @throws {DomainError} `view.not_found` */
  list(asked: FindingsAsked, most: number): Promise<readonly ToldFinding[]>;
  /** The one with the worst finding first. @throws as `list` */
  groups(asked: FindingsAsked, by: Grouped, most: number): Promise<readonly ToldGroup[]>;
  /** Keeps a filter under a name. */
  save(view: ViewAsked): Promise<void>;
  /** @throws {DomainError} `finding.id_malformed`, `finding.not_found`; as the others do */
  get(id: string): Promise<ShownFinding>;
  /** @param who id of a person or key, or `me`; null: nobody */
  assign(id: string, who: string | null): Promise<ToldFinding>;
  /** Says that it stays let stand, though it is worse now or rests on something else. */
  review(id: string): Promise<ToldFinding>;
  comment(id: string, text: string): Promise<ToldFinding>;
  step(id: string, step: FindingStep): Promise<ToldFinding>;
  except(id: string, terms: StandingTerms): Promise<ToldFinding>;
  /** Of a connection, by its id, domain or name; undefined where there is only one. @throws {DomainError} `connection.not_found`, `connection.ambiguous` */
  due(connection: string | undefined): Promise<ToldDue>;
  /** @throws {DomainError} as `due`, and `due_policy.order_invalid` */
  changeDue(connection: string | undefined, wish: DueWish): Promise<ToldDue>;
  export(filter: string, format: Bodies['FindingExportFormat']): Promise<AsyncIterable<string | Uint8Array>>;
}
