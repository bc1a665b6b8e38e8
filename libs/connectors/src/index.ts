/** Okta over the wire; the rest of its connector is behind the port. */
export { oktaWire } from './okta/okta-connector';

/** What whoever connects an org needs before there is a link. */
export { oktaCredentialText } from './okta/auth/credential-text';
export type { OktaCredential } from './okta/auth/okta-credential';
export { normaliseOktaDomain } from './okta/connection/okta-domain';
export { recommendedRead } from './okta/catalogue/okta-catalogue';
