export * from './org';
export { createOrg, type OrgOptions } from './create-org';
