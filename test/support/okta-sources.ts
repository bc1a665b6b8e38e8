import { SHIPPED } from '../../libs/flows/src/providers';

/** What Okta's catalogue and model say together, for specs of either that need both. */
export const OKTA_SOURCES = SHIPPED.find(({ provider }) => provider === 'okta')!.sources;
