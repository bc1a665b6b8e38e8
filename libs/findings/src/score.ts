import { AtLeast, Unknown } from '@posture/domain';
import type { Facts, Severity, Tier } from '@posture/domain';

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
  /** Facts about the subject that tell how exposed it is. */
  readonly facts: Facts;
  /** The subject acts for a vendor. */
  readonly thirdParty: boolean;
  /** Objects of tier T0 or T1 the subject reaches, and how many there are. */
  readonly reach: { readonly reached: number; readonly all: number } | null;
}

/** A known value of the fact that is true; a partly read or unread one moves nothing. */
function is(facts: Facts, name: string, test: (value: unknown) => boolean): boolean {
  const value = facts[name];
  return value !== undefined && !(value instanceof Unknown) && !(value instanceof AtLeast) && test(value);
}

const PHISHING_RESISTANT = ['webauthn', 'signed_nonce', 'u2f', 'smart_card_idp'];
const network = (facts: Facts, where: string): boolean =>
  is(facts, 'networkConnection', (value) => value === where) || is(facts, 'clientNetwork', (value) => value === where);

/** What makes use of a weakness likelier or less likely, from the facts of users, tokens, secrets and clients. */
const EXPOSURES: readonly { name: string; value: number; when: (facts: Facts) => boolean }[] = [
  { name: 'no second factor', value: 0.1, when: (f) => is(f, 'mfaFactorCount', (v) => v === 0) },
  { name: 'usable from any network', value: 0.1, when: (f) => network(f, 'ANYWHERE') },
  { name: 'older than a year', value: 0.05, when: (f) => is(f, 'ageDays', (v) => typeof v === 'number' && v > 365) },
  {
    name: 'only phishing-resistant factors',
    value: -0.15,
    when: (f) =>
      is(
        f,
        'activeFactors',
        (v) => Array.isArray(v) && v.length > 0 && v.every((one) => PHISHING_RESISTANT.includes(one)),
      ),
  },
  { name: 'bound to a network zone', value: -0.1, when: (f) => network(f, 'ZONE') },
];

/** `round(100 × likelihood × impact × confidence)`, each with the terms that made it. Pure. */
export function scoreFinding(input: ScoreInput): Score {
  const terms: ScoreTerm[] = [{ name: `likelihood of ${input.severity}`, value: LIKELIHOOD[input.severity] }];
  let likelihood = LIKELIHOOD[input.severity];
  const exposures = EXPOSURES.filter(({ when }) => when(input.facts)).map(({ name, value }) => ({ name, value }));
  if (input.thirdParty) exposures.push({ name: 'in the hands of a third party', value: 0.05 });
  for (const exposure of exposures) likelihood += exposure.value;
  terms.push(...exposures);
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
