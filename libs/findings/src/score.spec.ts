import { scoreFinding } from './score';

const base = {
  severity: 'high',
  tier: 'T1',
  confidence: 'verified',
  exposures: [],
  reach: null,
} as const;

const NO_FACTOR = { name: 'no second factor', value: 0.1 };
const BOUND = { name: 'bound to a network zone', value: -0.1 };

describe('the score of a finding', () => {
  it('is the product of likelihood, impact and confidence', () => {
    expect(scoreFinding(base).score).toBe(64);
    expect(scoreFinding({ ...base, severity: 'critical', tier: 'T0' }).score).toBe(95);
    expect(scoreFinding({ ...base, confidence: 'partial' }).score).toBe(38);
  });

  it('shows every term it was made of', () => {
    const { terms } = scoreFinding({ ...base, exposures: [NO_FACTOR, BOUND] });

    expect(terms.map(({ name }) => name)).toEqual([
      'likelihood of high',
      'no second factor',
      'bound to a network zone',
      'impact of T1',
      'confidence: verified',
    ]);
  });

  it('rises and falls with how exposed the subject is, and no subject is beyond use', () => {
    const scores = [[NO_FACTOR], [BOUND], [NO_FACTOR, BOUND]].map(
      (exposures) => scoreFinding({ ...base, exposures }).score,
    );
    const guarded = scoreFinding({ ...base, severity: 'informational', tier: 'T0', exposures: [BOUND] });

    expect(scores).toEqual([72, 56, 64]);
    expect(guarded.score).toBe(5);
  });

  it('rises with what the subject reaches and never passes 100', () => {
    const lifted = scoreFinding({ ...base, reach: { reached: 9, all: 9 } });
    const most = scoreFinding({
      ...base,
      severity: 'critical',
      tier: 'T0',
      exposures: [NO_FACTOR],
      reach: { reached: 9, all: 9 },
    });

    expect(lifted.score).toBe(80);
    expect(most.score).toBe(100);
  });
});
