import type { Severity } from '@posture/domain';
import type { RuleResult } from './evaluation';

/** What a rule of the severity weighs. */
const WEIGHTS: Readonly<Record<Severity, number>> = { critical: 10, high: 5, medium: 2, low: 1, informational: 0 };

/** One figure for a tenant, with how much of it was looked at. */
export interface PostureScore {
  /** 0 to 100, higher is better; null when nothing that weighs was assessed. */
  readonly score: number | null;
  /** 0 to 100, rounded down: 100 says that nothing was left out. */
  readonly coveragePercent: number;
  /** How it is reckoned, for people. */
  readonly formula: string;
}

const FORMULA =
  '100 × (1 − Σ weight × share of its assessed subjects that match ÷ Σ weight), over the rules that assessed anybody; ' +
  'weights: critical 10, high 5, medium 2, low 1. What was not assessed is in neither sum; the coverage is the weighted ' +
  'share of subjects that were assessed.';

/**
 * Over one scan's results. Each rule counts by its own share, so that a rule about one setting is not drowned by one about
 * 100,000 users. Rules without subjects say nothing, unless their subjects were hidden; those of scans that kept no
 * severities weigh nothing.
 */
export function postureScore(results: readonly Pick<RuleResult, 'severity' | 'counts' | 'reasons'>[]): PostureScore {
  let [lost, judged, unseen, all] = [0, 0, 0, 0];
  for (const { severity, counts, reasons } of results) {
    const weight = severity === null ? 0 : WEIGHTS[severity];
    const assessed = counts.match + counts.clear;
    const known = assessed + counts.not_assessed;
    if (known === 0 && reasons.length === 0) continue;
    all += weight;
    unseen += known === 0 ? weight : (weight * counts.not_assessed) / known;
    if (assessed === 0) continue;
    judged += weight;
    lost += (weight * counts.match) / assessed;
  }
  return {
    score: judged === 0 ? null : Math.round(100 * (1 - lost / judged)),
    coveragePercent: all === 0 ? 0 : Math.floor(100 * (1 - unseen / all)),
    formula: FORMULA,
  };
}
