import type { Exposure, Severity, Tier } from '@posture/domain';

/** How likely a weakness of each severity is used, before anything is known about its exposure. */
const LIKELIHOOD: Readonly<Record<Severity, number>> = {
  critical: 0.95,
  high: 0.8,
  medium: 0.55,
  low: 0.3,
  informational: 0.1,
};
const IMPACT: Readonly<Record<Tier, number>> = { T0: 1, T1: 0.8, T2: 0.5, T3: 0.25 };
const CONFIDENCE = { verified: 1, inferred: 0.8, partial: 0.6 } as const;

/**
 * How sure the evidence is, as a factor of the score: verified 1, inferred (such as from a name) 0.8, partial (not
 * all was read) 0.6.
 */
export type Confidence = keyof typeof CONFIDENCE;

/** One reason a finding's likelihood was raised or lowered; shown to the analyst as it is. */
export interface ScoreTerm {
  readonly name: string;
  readonly value: number;
}

export interface Score {
  /** 0–100. */
  readonly score: number;
  readonly tier: Tier;
  /** The factors in the order they are multiplied: likelihood and what moved it, impact and its lift, confidence. */
  readonly terms: readonly ScoreTerm[];
}

export interface ScoreInput {
  readonly severity: Severity;
  readonly tier: Tier;
  readonly confidence: Confidence;
  /** What moves the likelihood, as the provider's model says. */
  readonly exposures: readonly Exposure[];
  /** Objects of tier T0 or T1 the subject reaches, and how many there are. */
  readonly reach: { readonly reached: number; readonly all: number } | null;
}

/** `round(100 × likelihood × impact × confidence)`, each with the terms that made it. Pure. */
export function scoreFinding(input: ScoreInput): Score {
  const terms: ScoreTerm[] = [{ name: `likelihood of ${input.severity}`, value: LIKELIHOOD[input.severity] }];
  let likelihood = LIKELIHOOD[input.severity];
  for (const { name, value } of input.exposures) {
    likelihood += value;
    terms.push({ name, value });
  }
  likelihood = clamp(likelihood, 0.05, 1);

  let impact = IMPACT[input.tier];
  terms.push({ name: `impact of ${input.tier}`, value: impact });
  if (input.reach !== null && input.reach.reached > 0 && input.reach.all > 0) {
    const lift = 0.2 * (Math.log10(1 + input.reach.reached) / Math.log10(1 + input.reach.all));
    impact += lift;
    terms.push({
      name: `reaches ${input.reach.reached} of ${input.reach.all} privileged objects`,
      value: round2(lift),
    });
  }
  impact = Math.min(1, impact);

  const confidence = CONFIDENCE[input.confidence];
  terms.push({ name: `confidence: ${input.confidence}`, value: confidence });
  return { score: Math.round(100 * likelihood * impact * confidence), tier: input.tier, terms };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
