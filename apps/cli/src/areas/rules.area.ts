import type { Places, Told } from './area';

export type ListedRule = Told<'RuleBody'>;
export type ExplainedRule = Told<'RuleDetailBody'>;
export type ExplainedSubject = Told<'ExplanationBody'>;
export type ToldSettings = Told<'RuleSettingsBody'>;
export type ToldPreview = Told<'RulePreviewBody'>;

/** What a change of tuning led to. */
export interface Tuned {
  readonly version: number;
  /** Whether what is known was judged by it already; else it is about to be. */
  readonly isJudged: boolean;
}

/** Rules, and how they are tuned for a connection: its id, domain or name, undefined where there is only one. */
export interface RulesArea {
  /** In order of id. */
  list(): Promise<readonly ListedRule[]>;
  /** @throws {DomainError} `rule.unknown` */
  explain(id: string): Promise<ExplainedRule>;
  /** Why it says what it says of one subject. @throws {DomainError} `rule.unknown`, `subject.not_found` */
  explainSubject(connection: string | undefined, id: string, subject: string): Promise<ExplainedSubject>;
  settings(connection: string | undefined): Promise<ToldSettings>;
  /** @param whole what a tuning file says @throws {DomainError} what is wrong with it */
  preview(connection: string | undefined, whole: unknown): Promise<ToldPreview>;
  /** What the file says is what holds from now on, whatever it was. @throws as `preview` */
  tune(connection: string | undefined, whole: unknown, reason: string | null): Promise<Tuned>;
}

export const RULES: Places<RulesArea> = {
  here: async () => (await import('./rules.here')).rulesHere,
  there: async () => (await import('./rules.there')).rulesThere,
};
