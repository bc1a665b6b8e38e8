export * from './org';
export { createOrg, type OrgOptions } from './create-org';
export { ScenarioError } from './scenario/scenario';
export { READ_SCOPES, RECOMMENDED_READ_PERMISSIONS, VENDOR_MINIMUM_SCOPES } from './reader-access';
export type { OrgSize, Population } from './generate/layout';
