import { describeHeader } from './api-doc';
import type { Operation } from './api-doc';

const LEFT = {
  description: 'requests of this key that are left, and seconds until all of them are there again',
  schema: { type: 'string', example: '"default";r=599;t=1' },
};
const POLICY = {
  description: 'requests a key may make, and in how many seconds',
  schema: { type: 'string', example: '"default";q=600;w=60' },
};
const AFTER = { description: 'seconds', schema: { type: 'integer', minimum: 1 } };

/** Says of a route that needs a key what its answers say of the limit, and when to come back. */
export function describeLimits(operation: Operation): void {
  describeHeader(operation, 'RateLimit', LEFT);
  describeHeader(operation, 'RateLimit-Policy', POLICY);
  for (const status of [429, 503]) Object.assign(operation.responses[status]!, { headers: { 'Retry-After': AFTER } });
}
