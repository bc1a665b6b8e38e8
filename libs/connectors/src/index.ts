export { oktaWire } from './okta/okta-connector';
export { oktaCredentialText } from './okta/auth/credential-text';
export { normaliseOktaDomain } from './okta/connection/okta-domain';
export type { OktaDomain } from './okta/connection/okta-domain';
export type {
  ApiTokenCredential,
  ClientSecretCredential,
  OktaCredential,
  PrivateKeyCredential,
} from './okta/auth/okta-credential';
export { recommendedRead } from './okta/catalogue/okta-catalogue';
export { OktaClient } from './okta/http/okta-client';
export type { OktaClientOptions } from './okta/http/okta-client';
export type { WaitingListener } from './okta/http/rate-limiter';
export { OktaError } from './okta/http/okta-error';
export type { OktaErrorFacts, OktaRefusal } from './okta/http/okta-error';
export { OKTA_BUCKETS } from './okta/http/okta-path';
export type { OktaBucket } from './okta/http/okta-path';
export type { Pace } from './okta/http/pace';
export { OktaReader } from './okta/read/okta-reader';
export type { OktaReaderOptions } from './okta/read/okta-reader';
export { planMinutes, requestPlan } from './okta/read/request-plan';
export type { OktaSizes, PlanOptions } from './okta/catalogue/okta-sizes';
export type { RequestPlan } from './okta/read/request-plan';
export { probe } from './okta/probe/probe';
export type { ProbeOptions } from './okta/probe/probe';
