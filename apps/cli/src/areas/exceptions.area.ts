import type { Bodies } from '../client/server';
import type { Told } from './area';
import type { StandingTerms, ToldFinding } from './findings.area';

export type ToldException = Told<'ExceptionBody'>;

/** What is let stand, now and later, of a connection by its id, domain or name; undefined where there is only one. */
export type WideScope = { readonly connection: string | undefined } & (
  { readonly rule: string; readonly subject: string } | { readonly filter: string }
);

export interface ExceptionsAsked {
  readonly connection?: string;
  readonly states?: readonly Bodies['ExceptionState'][];
}

/** What may stand: the exceptions there are, and those that cover more than one finding. */
export interface ExceptionsArea {
  /** Newest first. @param most how many at most @throws {DomainError} `connection.not_found`, `connection.ambiguous` */
  list(asked: ExceptionsAsked, most: number): Promise<readonly ToldException[]>;
  /** @throws {DomainError} `exception.not_found` */
  get(id: string): Promise<ToldException>;
  /** What it would cover now: how many, and the worst of them. @throws {DomainError} what is wrong with the scope */
  preview(scope: WideScope): Promise<{ readonly count: number; readonly sample: readonly ToldFinding[] }>;
  /** @param expectedCount what the preview counted @throws {DomainError} `exception.count_changed`, and as `preview` */
  create(scope: WideScope, terms: StandingTerms, expectedCount: number): Promise<ToldException>;
  /** Before its time: what is still there is open again. @throws {DomainError} `exception.not_found`, `exception.ended` */
  revoke(id: string): Promise<ToldException>;
}
