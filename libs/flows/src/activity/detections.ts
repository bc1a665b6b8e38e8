import { createHash } from 'node:crypto';
import { compileDetection, resolveRules } from '@posture/rule-engine';
import type { CompiledDetection } from '@posture/rule-engine';
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

/** Detections of each kind of tenant, compiled once a profile. */
export class Detections {
  readonly #compiled = new Map<string, WatchingRules>();

  constructor(private readonly providers: Providers) {}

  of(provider: string, profile: Profile): WatchingRules {
    const key = `${provider} ${profile}`;
    let rules = this.#compiled.get(key);
    if (rules === undefined) this.#compiled.set(key, (rules = this.#compile(provider, profile)));
    return rules;
  }

  #compile(provider: string, profile: Profile): WatchingRules {
    const files = this.providers.rulesOf(provider).filter(({ kind }) => kind === 'detection');
    const detections = resolveRules(files, profile).map(compileDetection);
    const digest = createHash('sha256');
    for (const { id, hash } of detections) digest.update(`${id} ${hash}\n`);
    const signals = new Set(detections.filter(({ rule }) => rule.file.report === 'signal').map(({ id }) => id));
    return { detections, digest: digest.digest('hex'), isFinding: (rule) => !signals.has(rule) };
  }
}
