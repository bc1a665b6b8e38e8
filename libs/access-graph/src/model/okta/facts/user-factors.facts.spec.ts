import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { daysAgo, factsOf } from './facts-of.spec-support';
import { userFactorFacts } from './user-factors.facts';

const ADA = 'User:ada';

function withFactors(factors: Record<string, Record<string, unknown>[]>, more: Partial<SmallGraph> = {}): SmallGraph {
  const nodes = Object.entries(factors).flatMap(([user, list]) => [
    { key: `User:${user}`, props: { status: 'ACTIVE' } },
    ...list.map((props, n) => ({ key: `Factor:${user}.f${n}`, props: { status: 'ACTIVE', ...props } })),
  ]);
  const edges = Object.entries(factors).flatMap(([user, list]) =>
    list.map((_, n) => [`User:${user}`, 'HAS_FACTOR', `Factor:${user}.f${n}`] as const),
  );
  return { ...more, nodes: [...nodes, ...(more.nodes ?? [])], edges: [...edges, ...(more.edges ?? [])] };
}

describe('Facts about the factors of a user', () => {
  it('are those its schema declares, and no other', () => {
    const facts = factsOf(userFactorFacts, withFactors({ ada: [] }), ADA);

    expect(Object.keys(facts).sort()).toEqual(Object.keys(userFactorFacts.schema).sort());
  });

  it.each([
    [[], 0, 0, 0],
    [['question'], 0, 0, 1],
    [['sms', 'email'], 2, 0, 1],
    [['push', 'sms'], 2, 1, 2],
    [['token:software:totp', 'webauthn'], 2, 2, 3],
    [['signed_nonce'], 1, 1, 3],
    [['something_new'], 1, 1, 2],
  ])('weighs %j', (types, mfa, strong, strongest) => {
    const facts = factsOf(userFactorFacts, withFactors({ ada: types.map((factorType) => ({ factorType })) }), ADA);

    expect(facts).toMatchObject({ mfaFactorCount: mfa, strongFactorCount: strong, strongestFactorAal: strongest });
  });

  it('counts only active factors, and dates the oldest unfinished one', () => {
    const graph = withFactors({
      ada: [
        { factorType: 'webauthn', status: 'PENDING_ACTIVATION', created: daysAgo(3) },
        { factorType: 'sms', status: 'PENDING_ACTIVATION', created: daysAgo(20) },
        { factorType: 'push', status: 'INACTIVE', created: daysAgo(90) },
      ],
    });

    expect(factsOf(userFactorFacts, graph, ADA)).toMatchObject({
      mfaFactorCount: 0,
      strongestFactorAal: 0,
      activeFactors: [],
      daysSinceOldestPendingFactor: 20,
    });
  });

  it('knows nothing of a user whose factors were not read, even if older ones are on record', () => {
    const graph = withFactors(
      { ada: [{ factorType: 'webauthn' }] },
      { coverage: [{ resource: 'factors', parent: ADA, state: 'not_read' }] },
    );

    const { deviceCount, deviceUserCount, ...ofFactors } = factsOf(userFactorFacts, graph, ADA);

    expect(Object.values(ofFactors).every((fact) => fact instanceof Unknown)).toBe(true);
    expect([deviceCount, deviceUserCount]).toEqual([0, 0]);
  });

  it('believes what a partial read shows, as a lower bound', () => {
    const graph = withFactors(
      { ada: [{ factorType: 'webauthn' }] },
      { coverage: [{ resource: 'factors', parent: ADA, state: 'partial' }] },
    );

    expect(factsOf(userFactorFacts, graph, ADA)['strongestFactorAal']).toEqual(
      new AtLeast(3, [{ resource: 'factors', parent: ADA }]),
    );
  });

  it('finds a phone number two users share however it is written, but not a masked one', () => {
    const graph = withFactors({
      ada: [{ factorType: 'sms', phoneNumber: '+1 (555) 010-0199' }],
      bea: [{ factorType: 'call', phoneNumber: '+15550100199' }],
      cleo: [{ factorType: 'sms', phoneNumber: '+1 XXX-XXX-0199' }],
      dan: [{ factorType: 'sms', phoneNumber: '+1 XXX-XXX-0199' }],
      eve: [],
    });

    expect(factsOf(userFactorFacts, graph, ADA)['phoneUserCount']).toBe(2);
    expect(factsOf(userFactorFacts, graph, 'User:cleo')['phoneUserCount']).toBe(0);
    expect(factsOf(userFactorFacts, graph, 'User:eve')['phoneUserCount']).toBe(0);
  });

  it('says "at least" of a phone while the factors of others are unread', () => {
    const graph = withFactors(
      { ada: [{ factorType: 'sms', phoneNumber: '+15550100199' }], bea: [] },
      { coverage: [{ resource: 'factors', parent: 'User:bea', state: 'not_read' }] },
    );

    expect(factsOf(userFactorFacts, graph, ADA)['phoneUserCount']).toEqual(
      new AtLeast(1, [{ resource: 'factors', parent: 'User:bea' }]),
    );
  });

  it('counts the active users of a device in use, and the devices in use', () => {
    const graph = withFactors(
      { ada: [], bea: [] },
      {
        nodes: [
          { key: 'Device:shared', props: { status: 'ACTIVE' } },
          { key: 'Device:back', props: { status: 'UNSUSPENDED' } },
          { key: 'Device:gone', props: { status: 'DEACTIVATED' } },
          { key: 'User:left', props: { status: 'DEPROVISIONED' } },
        ],
        edges: [
          ['Device:shared', 'DEVICE_OF', ADA],
          ['Device:back', 'DEVICE_OF', ADA],
          ['Device:shared', 'DEVICE_OF', 'User:bea'],
          ['Device:shared', 'DEVICE_OF', 'User:left'],
          ['Device:gone', 'DEVICE_OF', ADA],
        ],
      },
    );

    expect(factsOf(userFactorFacts, graph, ADA)).toMatchObject({ deviceCount: 2, deviceUserCount: 2 });
    expect(factsOf(userFactorFacts, { ...graph, missing: ['devices'] }, ADA)['deviceUserCount']).toBeInstanceOf(
      AtLeast,
    );
    expect(
      factsOf(userFactorFacts, { ...graph, coverage: [{ resource: 'devices', state: 'unlicensed' }] }, ADA)[
        'deviceUserCount'
      ],
    ).toBe(2);
  });
});
