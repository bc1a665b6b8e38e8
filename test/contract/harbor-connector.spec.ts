import { Secret, systemClock } from '@posture/platform';
import { knowing } from '../../libs/flows/src/providers';
import { harborConnector } from '../support/harbor/harbor-connector';
import { HarborServer } from '../support/harbor/harbor-server';
import { harborTenant } from '../support/harbor/harbor-tenant';
import { connectorContract } from './connector.contract';
import type { ContractTenant } from './connector.contract';

const KEY = 'hk-reader-0001';

function endpointOf(resource: string): string {
  const { activity, catalogue } = harborConnector;
  return resource === activity.resource ? activity.endpoint : catalogue.resources[resource]!.endpoint;
}

async function startTenant(): Promise<ContractTenant> {
  const tenant = harborTenant();
  const harbor = await HarborServer.start(tenant, KEY);
  return {
    url: harbor.url,
    id: tenant.id,
    credential: KEY,
    unknownCredential: { text: 'hk-unknown-0002', field: 'credential' },
    secrets: [KEY, ...tenant.keys.map(({ value }) => value)],
    change: () => {
      tenant.people[2] = { ...tenant.people[2]!, state: 'left' };
      tenant.keys.push({
        id: 'k-buoy',
        label: 'buoy',
        person: 'ida',
        madeAt: new Date().toISOString(),
        value: 'hk-buoy-33aa',
      });
      for (const act of ['people', 'keys'])
        tenant.log.push({ no: tenant.log.length + 1, when: Math.floor(Date.now() / 1000), act, by: 'ida' });
    },
    refuse: (resource) => harbor.forbidden.add(endpointOf(resource).replace('GET ', '')),
    stop: () => harbor.stop(),
  };
}

connectorContract({
  name: 'the made-up provider Harbor',
  connector: harborConnector,
  startTenant,
  badAddress: { text: 'no address', field: 'address' },
  badCredential: { text: '', field: 'credential' },
  refusable: ['people', 'teams', 'keys', 'team-people'],
  changed: 'keys',
  askedAgain: [],
});

describe('The log of the made-up provider', () => {
  it('is told in our words, in the order in which it was written, each event with who did it and by which key', async () => {
    const tenant = harborTenant();
    const harbor = await HarborServer.start(tenant, KEY);
    const link = await harborConnector.open({
      address: harbor.url,
      credential: new Secret(KEY),
      allowLoopback: true,
      clock: systemClock,
    });
    tenant.log.push({ no: 6, when: Math.floor(Date.now() / 1000) + 3600, act: 'sign-in', by: 'kit' });
    const told: unknown[] = [];

    const since = new Date(Date.now() - 30 * 3_600_000);
    for (let cursor: string | null = null, isFull = true; isFull;) {
      const page = await link.readActivity({ kind: 'follow', since, cursor }, new AbortController().signal);
      told.push(...page.events.map((each) => ('activity' in each ? each.activity : each.quarantined)));
      ({ cursor, isFull } = page);
    }

    expect(told).toMatchObject([
      { id: '3', type: 'team-joined', actorId: 'kit', at: tenant.log[2]!.when * 1000 },
      { id: '4', type: 'sign-in', actorId: 'jon', apiTokenId: null },
      { id: '5', type: 'key-used', actorId: 'jon', apiTokenId: 'k-crane', isOwn: false },
      { id: '6', reason: 'future' },
    ]);
    await link.close();
    await harbor.stop();
  });
});

describe('A connector whose model and catalogue do not speak of the same kinds', () => {
  const { model, catalogue } = harborConnector;

  it.each([
    ['facts about a kind no row yields', { facts: [{ ...model.facts[0]!, kind: 'Device' as const }] }, /yields Device/],
    ['edges derived from a resource no row is of', { derivedFrom: { SUPER_ADMIN_OF: ['badges'] } }, /"badges"/],
    ['roles read from a resource no row is of', { roleResources: ['badges'] }, /"badges"/],
  ])('is not known by the product: %s', (_, more, naming) => {
    expect(() => knowing({ ...harborConnector, model: { ...model, ...more } })).toThrow(RangeError);
    expect(() => knowing({ ...harborConnector, model: { ...model, ...more } })).toThrow(naming);
  });

  it('is not known when the row of a kind it speaks of was forgotten', () => {
    const { keys: _forgotten, ...resources } = catalogue.resources;

    expect(() => knowing({ ...harborConnector, catalogue: { ...catalogue, resources } })).toThrow(/yields ApiToken/);
    expect(() => knowing(harborConnector)).not.toThrow();
  });
});
