import { OKTA_RESOURCES } from '@posture/domain';

/** Every OAuth scope the reader can use, the System Log's included; asked for in one token request. */
export const READ_SCOPES: readonly string[] = [
  ...new Set([...Object.values(OKTA_RESOURCES).map((resource) => resource.scope), 'okta.logs.read']),
].sort();
