export { oktaWire } from './okta/okta-connector';
export { oktaCredentialText } from './okta/auth/credential-text';
export { normaliseOktaDomain } from './okta/connection/okta-domain';
export type { OktaCredential } from './okta/auth/okta-credential';
export { recommendedRead } from './okta/catalogue/okta-catalogue';
