export { normaliseOktaDomain } from './okta/connection/okta-domain';
export type { OktaDomain } from './okta/connection/okta-domain';
export type {
  ApiTokenCredential,
  ClientSecretCredential,
  OktaCredential,
  PrivateKeyCredential,
} from './okta/auth/okta-credential';
export { READ_SCOPES } from './okta/auth/read-scopes';
export { OktaClient } from './okta/http/okta-client';
export type { OktaClientOptions } from './okta/http/okta-client';
export type { WaitingListener } from './okta/http/rate-limiter';
export { OktaError } from './okta/http/okta-error';
export type { OktaErrorFacts, OktaRefusal } from './okta/http/okta-error';
export { OKTA_BUCKETS } from './okta/http/okta-path';
export type { OktaBucket } from './okta/http/okta-path';
export type { Pace } from './okta/http/pace';
export { OktaReader } from './okta/read/okta-reader';
export type { OktaReaderOptions, ReadStats } from './okta/read/okta-reader';
export { planMinutes, requestPlan } from './okta/read/request-plan';
export type { OktaSizes, PlanOptions, RequestPlan } from './okta/read/request-plan';
export { readIdentity } from './okta/read/org-identity';
export { oktaPath } from './okta/http/okta-path';
export { probe } from './okta/probe/probe';
export type { OktaProbe, ProbeOptions, ProbedResource } from './okta/probe/probe';
