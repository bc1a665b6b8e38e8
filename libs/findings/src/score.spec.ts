import { AtLeast, Unknown } from '@posture/domain';
import { scoreFinding } from './score';

const base = {
  severity: 'high',
  tier: 'T1',
  confidence: 'verified',
  facts: {},
  thirdParty: false,
  reach: null,
} as const;

describe('the score of a finding', () => {
  it('is the product of likelihood, impact and confidence', () => {
    expect(scoreFinding(base).score).toBe(64);
    expect(scoreFinding({ ...base, severity: 'critical', tier: 'T0' }).score).toBe(95);
    expect(scoreFinding({ ...base, confidence: 'partial' }).score).toBe(38);
  });

  it('shows every term it was made of', () => {
    const { terms } = scoreFinding({ ...base, facts: { mfaFactorCount: 0, networkConnection: 'ZONE' } });

    expect(terms.map(({ name }) => name)).toEqual([
      'likelihood of high',
      'no second factor',
      'bound to a network zone',
      'impact of T1',
      'confidence: verified',
    ]);
  });

  it('falls for a user with phishing-resistant factors alone and rises for a third party', () => {
    const careful = scoreFinding({ ...base, facts: { activeFactors: ['webauthn', 'signed_nonce'] } });
    const mixed = scoreFinding({ ...base, facts: { activeFactors: ['webauthn', 'sms'] } });

    expect([careful.score, mixed.score, scoreFinding({ ...base, thirdParty: true }).score]).toEqual([52, 64, 68]);
  });

  it('is not moved by facts that were not read or only partly read', () => {
    const need = [{ resource: 'factors', parent: 'User:u1' }];

    const score = scoreFinding({
      ...base,
      facts: { mfaFactorCount: new Unknown(need), ageDays: new AtLeast(900, need) },
    });

    expect(score.score).toBe(64);
  });

  it('rises with what the subject reaches and never passes 100', () => {
    const lifted = scoreFinding({ ...base, reach: { reached: 9, all: 9 } });
    const most = scoreFinding({
      ...base,
      severity: 'critical',
      tier: 'T0',
      facts: { mfaFactorCount: 0 },
      reach: { reached: 9, all: 9 },
    });

    expect(lifted.score).toBe(80);
    expect(most.score).toBe(100);
  });
});
