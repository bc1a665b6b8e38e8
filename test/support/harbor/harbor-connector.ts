import { coalesced } from '@posture/domain';
import type { Connector } from '@posture/domain';
import { HARBOR_CATALOGUE } from './harbor-catalogue';
import { HarborLink } from './harbor-link';
import { HARBOR_LOG } from './harbor-log';
import { harborModel } from './harbor-model';

/** A connector for a provider nobody has heard of: what the port asks for, and no more. */
export const harborConnector: Connector = {
  provider: 'harbor',
  title: 'Harbor',
  catalogue: HARBOR_CATALOGUE,
  mapperSchema: 1,
  model: harborModel,
  activity: HARBOR_LOG,
  // Its events name the list that changed, and never what in it.
  changesOf: (events) =>
    coalesced({
      objects: events.flatMap(({ type }) => (type in HARBOR_CATALOGUE.resources ? { resource: type } : [])),
      stale: [],
    }),
  open: async (request) => new HarborLink(request),
};
