import type { ProviderModel } from '@posture/domain';
import { DERIVED_FROM, ROLE_RESOURCES } from './derived-from';
import { deriveEdges } from './derive/derive-edges';
import { exposuresOf } from './exposures';
import { FACT_SETS } from './facts';
import { usageAsked } from './facts/log-usage';
import { hiddenCredentials } from './hidden-credentials';
import { appOf, ownerOf } from './ownership';
import { people } from './people';
import { DEFAULT_CLASSIFICATION } from './privilege/classification';
import { computePrivilege } from './privilege/compute-privilege';
import { hiddenOwnApps } from './privilege/own-apps';

/** What an Okta org's objects mean. Resources are those of the Okta connector's catalogue. */
export const oktaModel: ProviderModel = {
  facts: FACT_SETS,
  usageAsked,
  classification: DEFAULT_CLASSIFICATION,
  privilege: computePrivilege,
  people,
  derive: deriveEdges,
  derivedFrom: DERIVED_FROM,
  roleResources: ROLE_RESOURCES,
  // Users who are on no list of administrators are not asked for their roles.
  namedBy: { 'user-roles': 'role-assignees' },
  // Nothing that was derived from roles or scopes ends at an integration from the catalogue.
  neverPassed: ['ServiceIntegration'],
  hidden: hiddenOwnApps,
  hiddenCredentials,
  inferredFacts: ['isServiceAccount'],
  exposures: exposuresOf,
  appOf,
  ownerOf,
};
