import type { Actor } from '@posture/domain';
import { DuePolicies, Exceptions, FindingReconciler, FindingStore, FindingTriage, Lapses } from '@posture/findings';
import type { Candidate, Decider, Finding, FindingEvent, Judgement } from '@posture/findings';
import { uuidv7 } from '@posture/platform';
import type { Clock, Database } from '@posture/platform';
import { candidate, judgement, subject } from './judgements';

export const MIRA: Actor = { kind: 'api_key', id: 'key-mira', name: 'Mira' };
export const ANALYST: Decider = { actor: MIRA, approves: false };
export const ADMIN: Decider = { actor: { kind: 'api_key', id: 'key-ines', name: 'Ines' }, approves: true };
export const RULES = ['rule-a', 'rule-b'] as const;

/** The room of findings on a store, with one connection that is judged as a test says. */
export class FindingsRoom {
  readonly store: FindingStore;
  readonly triage: FindingTriage;
  readonly lapses: Lapses;
  readonly exceptions: Exceptions;
  readonly duePolicies: DuePolicies;
  readonly #reconciler: FindingReconciler;
  #version = 0;

  constructor(
    database: Database,
    clock: Clock,
    readonly connectionId = uuidv7(),
  ) {
    this.store = new FindingStore(database);
    this.triage = new FindingTriage(database, this.store, clock);
    this.lapses = new Lapses(database, clock);
    this.exceptions = new Exceptions(database, this.store, this.lapses, clock);
    this.duePolicies = new DuePolicies(database, clock);
    this.#reconciler = new FindingReconciler(database, this.store, clock);
  }

  /** Judges a new version, completely unless the test says otherwise. */
  judge(candidates: readonly Candidate[], over: Partial<Judgement> = {}) {
    this.#version += 1;
    const { connectionId } = this;
    return this.#reconciler.reconcile(judgement(this.#version, candidates, { connectionId, rules: RULES, ...over }));
  }

  /** Does something once, after the next judgement has read its findings and before it locks them. */
  afterReading(work: () => Promise<unknown>): void {
    const read = this.store.ofRules.bind(this.store);
    this.store.ofRules = async (...asked) => {
      this.store.ofRules = read;
      const findings = await read(...asked);
      await work();
      return findings;
    };
  }

  /** Judges so that nothing but these is found. @returns them, worst first */
  async found(...candidates: readonly Candidate[]): Promise<Finding[]> {
    await this.judge(candidates);
    return this.all();
  }

  /** What time does: exceptions that are over, due dates that passed. */
  async pass({ closesIdle = false } = {}): Promise<void> {
    await this.lapses.goOn({ closesIdle });
  }

  all(): Promise<Finding[]> {
    return this.store.list({ connectionId: this.connectionId }, 1_000);
  }

  async only(): Promise<Finding> {
    const [finding, ...others] = await this.all();
    expect(others).toEqual([]);
    return finding!;
  }

  async history(finding: Pick<Finding, 'id'>): Promise<FindingEvent[]> {
    return this.store.history(finding.id);
  }

  /** Types of its history, in order. */
  async told(finding: Pick<Finding, 'id'>): Promise<string[]> {
    return (await this.history(finding)).map(({ type }) => type);
  }
}

/** What `rule` finds about user `n`. */
export function aMatch(n = 1, over: Partial<Candidate> = {}): Candidate {
  const { rule = 'rule-a' } = over;
  return candidate(rule, `User:u${n}`, { subject: subject(`User:u${n}`, `user-${n}@acme.example`), ...over });
}
