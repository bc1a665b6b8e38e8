import type { Bodies } from '../client/server';
import type { Places, Told } from './area';

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
  export(filter: string, format: Bodies['FindingExportFormat']): Promise<AsyncIterable<string | Uint8Array>>;
}

export const FINDINGS: Places<FindingsArea> = {
  here: async () => (await import('./findings.here')).findingsHere,
  there: async () => (await import('./findings.there')).findingsThere,
};
