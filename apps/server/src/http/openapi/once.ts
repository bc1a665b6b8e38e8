import { KEY_REQUIRED } from '../idempotency/idempotency-key';
import { describeHeader, problemResponse } from './api-doc';
import type { Operation } from './api-doc';

/** Says of a POST that it is done once under an `Idempotency-Key`, and whether it is done without. */
export function describeOnce(operation: Operation, method: string): void {
  const marked = operation as Operation & { [KEY_REQUIRED]?: true };
  const isRequired = marked[KEY_REQUIRED] === true;
  delete marked[KEY_REQUIRED];
  if (method !== 'post' || (operation.security ?? []).length === 0) return;
  operation.parameters = [
    ...(operation.parameters ?? []),
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: isRequired,
      description:
        'made anew for each request; sent again with the same request within 24 hours, it is answered as it was, and nothing is done',
      schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
    },
  ];
  describeHeader(operation, 'Idempotency-Replayed', {
    description: 'true: this was answered before; there was nothing done for it now',
    schema: { type: 'string', enum: ['true'] },
  });
  for (const status of [409, 422]) operation.responses[String(status)] ??= problemResponse(status);
}
