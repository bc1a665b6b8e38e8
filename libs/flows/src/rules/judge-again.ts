import { DomainError } from '@posture/domain';
import type { EvaluationStore, Scan } from '@posture/evaluations';
import type { Connection, ConnectionStore } from '@posture/inventory';
import type { Clock, RunStore } from '@posture/platform';
import type { ResolvedRule, TuningStore } from '@posture/rule-engine';
import { digestOf } from '../bulk';
import type { Providers } from '../providers';
import { PROFILES } from '../scan-input';
import type { Work } from '../work';
import { stateRules } from './tuned-connection';

/** After one that failed it is not tried again at once. */
const REST_MS = 5 * 60_000;

/**
 * Judges what is known of a connection again when its rules, or what operators say of it, are others than those of its
 * last scan: they were tuned, loaded anew, or came with another version of ours. The tenant is not asked.
 * @public for the suites
 */
export class JudgeAgain {
  /** What was compared last and is up to date, by connection: most of the time nothing has changed. */
  readonly #settled = new Map<string, string>();

  constructor(
    private readonly connections: ConnectionStore,
    private readonly evaluations: EvaluationStore,
    private readonly tunings: TuningStore,
    private readonly providers: Providers,
    private readonly work: Work,
    private readonly runs: RunStore,
    private readonly clock: Clock,
  ) {}

  /** Of all connections; one that is read or judged just now comes at the next look. */
  async goOn(): Promise<void> {
    for (const connection of await this.connections.list()) await this.of(connection, 'rules');
  }

  /** @param trigger who or what asked @returns whether an evaluation was asked for */
  async of(connection: Connection, trigger: string): Promise<boolean> {
    const scan = await this.#lastScan(connection.id);
    const profile = PROFILES.find((name) => name === scan?.profile);
    if (scan === null || profile === undefined) return false;
    const { version, tuning } = await this.tunings.current(connection.id);
    const files = this.providers.rulesOf(connection.provider);
    const compared = `${scan.id} ${version} ${this.providers.generation}`;
    if (this.#settled.get(connection.id) === compared) return false;
    const rules = stateRules(files, profile, tuning);
    const { mapperSchema } = this.providers.get(connection.provider);
    if (await this.#isJudgedBy(scan, rules, mapperSchema)) {
      this.#settled.set(connection.id, compared);
      return false;
    }
    if (await this.#rests(connection.id)) return false;
    return (await this.work.judgeAgain(connection.id, profile, trigger)) !== null;
  }

  async #lastScan(connectionId: string): Promise<Scan | null> {
    try {
      return await this.evaluations.latest(connectionId);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'scan.none') return null;
      throw error;
    }
  }

  /** Scans made before digests were kept say nothing about how, only by which rules. */
  async #isJudgedBy({ id }: Scan, rules: readonly ResolvedRule[], mapperSchema: number): Promise<boolean> {
    const said = await this.evaluations.digestsOf(id);
    const known = new Set(this.providers.rules.flatMap(({ id: rule, kind }) => (kind === 'detection' ? [rule] : [])));
    const then = [...said].filter(([rule]) => !known.has(rule));
    if (rules.some((rule) => !said.has(rule.file.id))) return false;
    const now = new Map(rules.map((rule) => [rule.file.id, rule]));
    return then.every(([rule, digest]) => {
      const resolved = now.get(rule);
      return resolved !== undefined && (digest === null || digest === digestOf(resolved, mapperSchema));
    });
  }

  async #rests(connectionId: string): Promise<boolean> {
    const [last] = await this.runs.list({ connectionId, kind: 'evaluate', limit: 1 });
    if (last?.state !== 'failed') return false;
    return this.clock.now().getTime() - (last.finishedAt ?? last.createdAt).getTime() < REST_MS;
  }
}
