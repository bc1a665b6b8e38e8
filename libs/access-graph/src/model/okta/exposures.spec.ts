import { AtLeast, Unknown } from '@posture/domain';
import type { Facts, NodeKind } from '@posture/domain';
import { exposuresOf } from './exposures';

const named = (facts: Facts, kind: NodeKind = 'User') => exposuresOf(kind, facts).map(({ name }) => name);

describe('how exposed a subject is', () => {
  it.each([
    ['a user without a factor', { mfaFactorCount: 0 }, ['no second factor']],
    ['a token or a client that works from anywhere', { networkConnection: 'ANYWHERE' }, ['usable from any network']],
    ['one bound to a zone', { clientNetwork: 'ZONE' }, ['bound to a network zone']],
    ['a secret of more than a year', { ageDays: 366 }, ['older than a year']],
    ['one of exactly a year', { ageDays: 365 }, []],
    [
      'phishing-resistant factors alone',
      { activeFactors: ['webauthn', 'signed_nonce'] },
      ['only phishing-resistant factors'],
    ],
    ['other factors beside them', { activeFactors: ['webauthn', 'sms'] }, []],
    ['no factors at all', { activeFactors: [] }, []],
  ])('%s', (_what, facts, expected) => {
    expect(named(facts)).toEqual(expected);
  });

  it('an integration of a vendor is in the hands of a third party, whatever else is known of it', () => {
    expect(named({}, 'ServiceIntegration')).toEqual(['in the hands of a third party']);
    expect(named({ ageDays: 900 }, 'ServiceIntegration')).toEqual([
      'older than a year',
      'in the hands of a third party',
    ]);
  });

  it('is not moved by facts that were not read or only partly read', () => {
    const need = [{ resource: 'factors', parent: 'User:u1' }];

    expect(named({ mfaFactorCount: new Unknown(need), ageDays: new AtLeast(900, need) })).toEqual([]);
  });
});
