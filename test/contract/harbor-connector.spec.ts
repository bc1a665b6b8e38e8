import { knowing } from '../../libs/flows/src/providers';
import { HARBOR_CATALOGUE } from '../support/harbor/harbor-catalogue';
import { harborConnector } from '../support/harbor/harbor-connector';
import { HarborServer } from '../support/harbor/harbor-server';
import { harborTenant } from '../support/harbor/harbor-tenant';
import { connectorContract } from './connector.contract';
import type { ContractTenant } from './connector.contract';

const KEY = 'hk-reader-0001';

async function startTenant(): Promise<ContractTenant> {
  const tenant = harborTenant();
  const harbor = await HarborServer.start(tenant, KEY);
  return {
    url: harbor.url,
    id: tenant.id,
    credential: KEY,
    unknownCredential: { text: 'hk-unknown-0002', field: 'credential' },
    secrets: [KEY, ...tenant.keys.map(({ value }) => value)],
    refuse: (resource) => harbor.forbidden.add(HARBOR_CATALOGUE.resources[resource]!.endpoint.replace('GET ', '')),
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
  askedAgain: [],
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
