import type { Connector } from '@posture/domain';
import { oktaLog } from './activity/okta-log';
import { changesOf } from './activity/changes';
import { OKTA_CATALOGUE } from './catalogue/okta-catalogue';

/** Raised whenever a mapper writes other props for the same wire object. */
const MAPPER_SCHEMA = 3;

/** Okta as far as its wire goes. What its objects mean is the access graph's model of it; the two make the connector. */
export const oktaWire: Omit<Connector, 'model'> = {
  provider: OKTA_CATALOGUE.provider,
  title: 'Okta',
  catalogue: OKTA_CATALOGUE,
  mapperSchema: MAPPER_SCHEMA,
  activity: oktaLog,
  changesOf,
  // Loaded here: most commands ask Okta nothing and should not wait 60 ms for what does.
  open: async (request) => {
    const { OktaLink } = await import('./okta-link');
    return new OktaLink(request);
  },
};
