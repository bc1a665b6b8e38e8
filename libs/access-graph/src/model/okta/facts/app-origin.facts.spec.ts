import { daysAgo, factsOf } from './facts-of.spec-support';
import { appOriginFacts } from './app-origin.facts';

const imitated = (name: string) =>
  factsOf(appOriginFacts, { nodes: [{ key: 'App:a', name, props: { created: daysAgo(3) } }], edges: [] }, 'App:a', {
    tier1Apps: ['salesforce'],
    tier2Apps: ['box'],
  });

describe('The label of an application', () => {
  it.each(['Salesf0rce', 'Salesforse', 'Salseforce', 'SalesForce1', 'Sa1esforce CRM'])(
    '%s imitates a known one',
    (name) => {
      expect(imitated(name)).toMatchObject({ imitatedName: 'salesforce', daysSinceCreated: 3 });
    },
  );

  it.each(['Salesforce', 'Salesforce CRM', 'Sales', 'Bex', 'Sales force planning'])('%s imitates nothing', (name) => {
    expect(imitated(name)).toMatchObject({ imitatedName: null });
  });
});
