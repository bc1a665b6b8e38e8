import { createHash } from 'node:crypto';
import { compileDetection, tunedRules } from '@posture/rule-engine';
import type { RuleFile, Tuning } from '@posture/domain';
import type { Connection } from '@posture/inventory';
import type { CompiledDetection, TuningStore } from '@posture/rule-engine';
import type { Providers } from '../providers';
import type { Profile } from '../scan-input';

/** The rules about what happens, ready to watch. */
export interface WatchingRules {
  readonly detections: readonly CompiledDetection[];
  /** Changes with whatever decides what is found. */
  readonly digest: string;
  /** Those that only add to a risk are no finding by themselves. */
  isFinding(rule: string): boolean;
}

/** Detections of each tenant, compiled once for all that ask the same. */
export class Detections {
  readonly #compiled = new WeakMap<readonly RuleFile[], Map<string, WatchingRules>>();

  constructor(
    private readonly providers: Providers,
    private readonly tunings: TuningStore,
  ) {}

  async of({ id, provider }: Pick<Connection, 'id' | 'provider'>, profile: Profile): Promise<WatchingRules> {
    const { tuning } = await this.tunings.current(id);
    const files = this.providers.rulesOf(provider);
    // Rules that were loaded anew are other rules, whatever they are called.
    let compiled = this.#compiled.get(files);
    if (compiled === undefined) this.#compiled.set(files, (compiled = new Map()));
    const key = `${profile} ${JSON.stringify(tuning)}`;
    let rules = compiled.get(key);
    if (rules === undefined) compiled.set(key, (rules = this.#compile(files, profile, tuning)));
    return rules;
  }

  #compile(files: readonly RuleFile[], profile: Profile, tuning: Tuning): WatchingRules {
    const happening = files.filter(({ kind }) => kind === 'detection');
    const detections = tunedRules(happening, profile, tuning).map(compileDetection);
    const digest = createHash('sha256');
    for (const { id, hash } of detections) digest.update(`${id} ${hash}\n`);
    const signals = new Set(detections.filter(({ rule }) => rule.file.report === 'signal').map(({ id }) => id));
    return { detections, digest: digest.digest('hex'), isFinding: (rule) => !signals.has(rule) };
  }
}
