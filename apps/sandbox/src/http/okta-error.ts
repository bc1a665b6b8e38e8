import { randomBytes } from 'node:crypto';

/** Okta's error body; only `errorCode` is stable. */
export interface OktaErrorBody {
  readonly errorCode: string;
  readonly errorSummary: string;
  readonly errorLink: string;
  readonly errorId: string;
  readonly errorCauses: readonly { readonly errorSummary: string }[];
}

/** A refusal in Okta's words; thrown by handlers, turned into an answer by the server. */
export class OktaError extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    summary: string,
    readonly causes: readonly string[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(summary);
  }

  body(): OktaErrorBody {
    return {
      errorCode: this.errorCode,
      errorSummary: this.message,
      errorLink: this.errorCode,
      errorId: `oae${randomBytes(16).toString('base64url')}`,
      errorCauses: this.causes.map((errorSummary) => ({ errorSummary })),
    };
  }
}

/** Answered with an empty body: the reason stands in `www-authenticate` only. */
export class EmptyRefusal extends Error {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
  ) {
    super('refused with an empty body');
  }
}

const CODES = {
  E0000001: [400, 'Api validation failed'],
  E0000003: [400, 'The request body was not well-formed.'],
  E0000004: [401, 'Authentication failed'],
  E0000005: [403, 'Invalid session'],
  E0000006: [403, 'You do not have permission to perform the requested action'],
  E0000008: [404, 'The requested path was not found'],
  E0000009: [500, 'Internal Server Error'],
  E0000010: [503, 'Service is in read only mode'],
  E0000011: [401, 'Invalid token provided'],
  E0000015: [401, 'You do not have permission to access the feature you are requesting'],
  E0000022: [405, 'The endpoint does not support the provided HTTP method'],
  E0000047: [429, 'API call exceeded rate limit due to too many requests.'],
} as const;

export type PlainCode = keyof typeof CODES;

export function oktaError(code: PlainCode, headers: Readonly<Record<string, string>> = {}): OktaError {
  const [status, summary] = CODES[code];
  return new OktaError(status, code, summary, [], headers);
}

/** @param type Okta's name of the resource, such as `User`, `UserGroup` or `AppInstance` */
export function notFound(id: string, type: string): OktaError {
  return new OktaError(404, 'E0000007', `Not found: Resource not found: ${id} (${type})`);
}

export function validationFailed(field: string, cause: string): OktaError {
  return new OktaError(400, 'E0000001', `Api validation failed: ${field}`, [`${field}: ${cause}`]);
}

export function invalidPaging(): OktaError {
  return new OktaError(400, 'E0000029', 'Invalid paging request.');
}

export function invalidSearch(cause: string): OktaError {
  return new OktaError(400, 'E0000031', `Invalid search criteria.`, [cause]);
}
