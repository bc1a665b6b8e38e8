import type { Actor, Tuning } from '@posture/domain';
import type { Connection, ConnectionStore } from '@posture/inventory';
import { mergeTuning, parseTuning, refuseProblems, tuningProblems } from '@posture/rule-engine';
import type { TuningProblem, TuningRevision, TuningStore } from '@posture/rule-engine';
import type { Providers } from '../providers';
import type { JudgeAgain } from './judge-again';

/** How a connection's rules are tuned, and what of that fits no rule any more. */
export interface RuleSettingsOf extends TuningRevision {
  readonly problems: readonly TuningProblem[];
}

/** Who changes how rules are tuned, and why. */
export interface SettingsChange {
  readonly changedBy: Actor;
  readonly reason: string | null;
}

/** How the rules are tuned, connection by connection. A change is judged by at once, without asking the tenant. */
export class RuleSettings {
  constructor(
    private readonly tunings: TuningStore,
    private readonly connections: ConnectionStore,
    private readonly providers: Providers,
    private readonly judgeAgain: JudgeAgain,
  ) {}

  /** @throws {DomainError} `connection.not_found` */
  async get(connectionId: string): Promise<RuleSettingsOf> {
    const connection = await this.connections.get(connectionId);
    return this.#withProblems(connection, await this.tunings.current(connectionId));
  }

  /** Newest first. @throws {DomainError} `connection.not_found` */
  async history(connectionId: string, limit: number, beforeVersion: number | null): Promise<TuningRevision[]> {
    await this.connections.get(connectionId);
    return this.tunings.history(connectionId, limit, beforeVersion);
  }

  /**
   * What a change would leave, checked and not kept. @param change JSON Merge Patch
   * @throws {DomainError} `connection.not_found`, `tuning.malformed`, `rule.unknown`, `rule.parameter_invalid`,
   *   `classification.pattern_invalid`
   */
  async changed(connectionId: string, change: unknown): Promise<Tuning> {
    const connection = await this.connections.get(connectionId);
    const { tuning } = await this.tunings.current(connectionId);
    return this.#checked(mergeTuning(tuning, change), tuning, connection);
  }

  /** Changes what is named and keeps the rest. @throws as `changed`, and `tuning.stale` */
  async change(connectionId: string, change: unknown, expected: number, by: SettingsChange): Promise<RuleSettingsOf> {
    return this.#save(connectionId, await this.changed(connectionId, change), expected, by);
  }

  /** Makes it what a file says, whatever it was. @throws as `change` */
  async replace(connectionId: string, whole: unknown, expected: number, by: SettingsChange): Promise<RuleSettingsOf> {
    return this.#save(connectionId, await this.replaced(connectionId, whole), expected, by);
  }

  /** What a file would make of it, checked and not kept. @throws as `changed` */
  async replaced(connectionId: string, whole: unknown): Promise<Tuning> {
    const connection = await this.connections.get(connectionId);
    const { tuning } = await this.tunings.current(connectionId);
    return this.#checked(whole, tuning, connection);
  }

  #checked(value: unknown, before: Tuning, { provider }: Connection): Tuning {
    const tuning = parseTuning(value);
    refuseProblems(tuning, before, this.providers.rulesOf(provider));
    return tuning;
  }

  async #save(id: string, tuning: Tuning, expected: number, by: SettingsChange): Promise<RuleSettingsOf> {
    const connection = await this.connections.get(id);
    const saved = await this.tunings.change(id, { tuning, ...by }, expected);
    await this.judgeAgain.of(connection, 'rules');
    return this.#withProblems(connection, saved);
  }

  #withProblems({ provider }: Connection, revision: TuningRevision): RuleSettingsOf {
    return { ...revision, problems: tuningProblems(revision.tuning, this.providers.rulesOf(provider)) };
  }
}
