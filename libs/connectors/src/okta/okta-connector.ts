import type { Connector } from '@posture/domain';
import { OKTA_CATALOGUE } from './catalogue/okta-catalogue';
import { OktaLink } from './okta-link';

/** Raised whenever a mapper writes other props for the same wire object. */
const MAPPER_SCHEMA = 3;

/** Okta as far as its wire goes. What its objects mean is the access graph's model of it; the two make the connector. */
export const oktaWire: Omit<Connector, 'model'> = {
  provider: OKTA_CATALOGUE.provider,
  catalogue: OKTA_CATALOGUE,
  mapperSchema: MAPPER_SCHEMA,
  open: (request) => new OktaLink(request),
};
