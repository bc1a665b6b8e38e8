import { AtLeast } from '@posture/domain';
import { widestPrefix } from './address-width';
import type { SmallGraph } from '../../../graph/build-graph';
import { factsOf, rulesOf } from './facts-of.spec-support';
import { zoneFacts } from './zone.facts';

const rule = (factorMode: string, network: unknown, access = 'ALLOW') => ({
  conditions: { network },
  actions: { appSignOn: { access, verificationMethod: { type: 'ASSURANCE', factorMode } } },
});

function facts(
  rules: Record<string, Record<string, unknown>>,
  more: Partial<SmallGraph> = {},
  zone: Record<string, unknown> = {},
) {
  const own = rulesOf('Policy:p', 'ACCESS_POLICY', rules);
  const nodes = [
    { key: 'Policy:p', name: 'P', props: { type: 'ACCESS_POLICY', status: 'ACTIVE' } },
    { key: 'Zone:z', props: { status: 'ACTIVE', usage: 'POLICY', type: 'IP', ...zone } },
    ...own.nodes,
    ...(more.nodes ?? []),
  ];
  return factsOf(zoneFacts, { ...more, nodes, edges: own.edges }, 'Zone:z');
}

describe('zone facts', () => {
  it('tell rules that trust a zone from those that ask for less inside it', () => {
    expect(facts({ r: rule('2FA', { connection: 'ZONE', include: ['z'] }) })).toMatchObject({
      trustedUseCount: 1,
      relaxedUseCount: 0,
      trustedBy: ['P: r'],
    });
    expect(facts({ r: rule('1FA', { connection: 'ZONE', include: ['z'] }) })).toMatchObject({
      trustedUseCount: 1,
      relaxedUseCount: 1,
    });
    expect(facts({ r: rule('2FA', { connection: 'ZONE', exclude: ['z'] }) })).toMatchObject({
      trustedUseCount: 1,
      relaxedUseCount: 1,
    });
    expect(facts({ r: rule('2FA', { connection: 'ZONE', include: ['z'] }, 'DENY') })).toMatchObject({
      trustedUseCount: 0,
      relaxedUseCount: 0,
      referenceCount: 1,
    });
  });

  it('count references of rules, tokens, OAuth clients and ThreatInsight', () => {
    const nodes = [
      { key: 'ApiToken:t', props: { network: { connection: 'ZONE', include: ['z'] } } },
      { key: 'Setting:threat-insight', props: { excludeZones: ['z'] } },
      { key: 'App:c', props: { settings: { oauthClient: { network: { connection: 'ZONE', include: ['z'] } } } } },
    ];
    expect(facts({ r: rule('2FA', { include: ['ALL_ZONES'] }) }, { nodes }).referenceCount).toBe(4);
    expect(facts({}).referenceCount).toBe(0);
    expect(facts({}, { missing: ['api-tokens'] }).referenceCount).toEqual(
      new AtLeast(0, [{ resource: 'api-tokens', parent: '' }]),
    );
    expect(facts({}, { missing: ['apps'] }).referenceCount).toBeInstanceOf(AtLeast);
  });

  it('know whole countries from regions', () => {
    expect(facts({}, {}, { type: 'DYNAMIC', locations: [{ country: 'NL', region: null }] }).wholeCountry).toBe(true);
    expect(
      facts({}, {}, { type: 'DYNAMIC_V2', locations: { include: [{ country: 'NL', region: 'NL-UT' }] } }).wholeCountry,
    ).toBe(false);
  });

  it.each([
    ['10.0.0.0/8', 8],
    ['192.0.2.7', 32],
    ['192.0.2.0-192.0.2.255', 24],
    ['192.0.2.1-192.0.2.2', 31],
    ['0.0.0.0-255.255.255.255', 0],
    ['2001:db8::/32', 8],
    ['2001:db8:1::/48', 24],
    ['::/0', 0],
    ['nonsense', null],
  ])('measure %s as /%s', (value, prefix) => {
    expect(widestPrefix([{ type: 'CIDR', value }])).toBe(prefix);
  });
});
