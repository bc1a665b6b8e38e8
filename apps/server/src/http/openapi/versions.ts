import { VERSIONED } from '../if-match';
import { describeHeader } from './api-doc';
import type { Operation } from './api-doc';

const ETAG = {
  description: 'its version, to send back as If-Match with a change',
  schema: { type: 'string', example: '"v3"' },
};

/** Says of a route that answers one resource with a version: its `ETag`, and 304 where it gives one. */
export function describeVersions(operation: Operation, method: string): void {
  const marked = operation as Operation & { [VERSIONED]?: { readonly whole: boolean } };
  const versioned = marked[VERSIONED];
  if (versioned === undefined) return;
  delete marked[VERSIONED];
  describeHeader(operation, 'ETag', ETAG);
  if (!versioned.whole || method !== 'get') return;
  operation.parameters = [
    ...(operation.parameters ?? []),
    {
      name: 'If-None-Match',
      in: 'header',
      required: false,
      description: 'the ETag of the answer that is at hand',
      schema: { type: 'string', example: '"v3"' },
    },
  ];
  operation.responses['304'] = { description: 'the one at hand is still as it is', headers: { ETag: ETAG } };
}
