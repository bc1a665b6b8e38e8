import { HttpException } from '@nestjs/common';
import { DomainError } from '@posture/domain';
import type { ErrorKind } from '@posture/domain';
import { Problem } from './problem.dto';

/** What a provider refuses is no refusal of our own caller: his key is good, and what he asked for exists. */
export const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  unprocessable: 422,
  precondition_required: 428,
  rate_limited: 429,
  credential_refused: 502,
  refused: 502,
  upstream: 502,
  unavailable: 503,
  internal: 500,
};

export const TITLE: Readonly<Record<number, string>> = {
  400: 'Invalid request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Timed out',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  417: 'Expectation failed',
  422: 'Unprocessable',
  428: 'Precondition required',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Internal error',
  502: 'The provider answered with an error',
  503: 'Unavailable',
};

/** What the HTTP layer itself refuses. Its own sentences may repeat part of the body, so they are not passed on. */
const REFUSED: Readonly<Record<number, readonly [code: string, detail: string, remedy: string]>> = {
  404: [
    'route.not_found',
    'There is nothing at this address.',
    'The API description at /api/v1/openapi.json lists every route.',
  ],
  405: [
    'route.method_not_allowed',
    'This address does not take this method.',
    'Use one the header Allow names; the API description at /api/v1/openapi.json lists every route.',
  ],
  408: ['request.timed_out', 'The request did not arrive in time.', 'Send it again, all at once.'],
  413: ['request.too_large', 'The body is larger than 1 MiB.', 'Send less; no request of this API needs that much.'],
  414: ['request.address_too_long', 'A part of the address is too long to name anything.', 'Check the id in it.'],
  415: [
    'request.media_type',
    'The body is not of a media type this API reads.',
    'Send JSON with "content-type: application/json".',
  ],
  417: ['request.expectation', 'Nothing but 100-continue can be expected here.', 'Leave out the header Expect.'],
  431: ['request.headers_too_large', 'Address and headers are larger than 16 KiB.', 'Send shorter ones.'],
};
const MALFORMED = [
  'request.malformed',
  'The request cannot be read: its address, its headers or its body are not well-formed.',
  'Encode the address as RFC 3986 has it, and send a body as JSON with "content-type: application/json".',
] as const;
const UNFORESEEN = [
  'server.internal',
  'Something went wrong here; the log has it under this request.',
  'Look for the instance in the log of the server.',
] as const;

/** Codes of refusals that are no `DomainError`. @public for the page of errors */
export const HTTP_CODES = [
  ...Object.entries(REFUSED).map(([status, [code, detail]]) => ({ code, status: Number(status), detail })),
  { code: MALFORMED[0], status: 400, detail: MALFORMED[1] },
  { code: UNFORESEEN[0], status: 500, detail: UNFORESEEN[1] },
];

/** An error in the words of RFC 9457. Causes, stacks and SQL stay in the log. */
export function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof DomainError) {
    const { errors, version, allowed } = error.details;
    return {
      ...base(error.code, STATUS[error.kind], error.message, requestId),
      ...(error.field === null ? {} : { field: error.field }),
      ...(error.remedy === null ? {} : { remedy: error.remedy }),
      ...(Array.isArray(errors) ? { errors: errors as Problem['errors'] } : {}),
      ...(typeof version === 'number' ? { version } : {}),
      ...(Array.isArray(allowed) ? { allowed: allowed as Problem['allowed'] } : {}),
    };
  }
  const status = refusedWith(error);
  if (status !== null && status < 500) {
    const [code, detail, remedy] = REFUSED[status] ?? MALFORMED;
    return { ...base(code, status, detail, requestId), remedy };
  }
  const [code, detail, remedy] = UNFORESEEN;
  return { ...base(code, 500, detail, requestId), remedy };
}

/** Status of Nest's exceptions and of those the layer below throws for a body it cannot read; null for all else. */
function refusedWith(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : null;
}

function base(code: string, status: number, detail: string, requestId: string): Problem {
  return {
    type: `urn:posture:problem:${code}`,
    title: TITLE[status] ?? 'Error',
    status,
    detail,
    instance: `urn:posture:request:${requestId}`,
    code,
  };
}
