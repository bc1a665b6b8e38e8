/**
 * What sort of failure it is, for whoever has to answer it: the API turns it into a status, a worker into "try again"
 * or "give up".
 *
 * The first nine are about whoever asks us: `precondition_required` and `stale` where a change must say of which version it is,
 * and says none or another; `unprocessable` where each part is right and the whole contradicts what was said before. The next three are about a provider we ask: it does not accept our credential,
 * it accepts it and refuses or lacks what was asked, or it fails, also by asking us to wait.
 */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'precondition_required'
  | 'stale'
  | 'unprocessable'
  | 'rate_limited'
  | 'credential_refused'
  | 'refused'
  | 'upstream'
  | 'unavailable'
  | 'internal';

/**
 * Every failure the product expects. `message` and `details` are safe to show; `cause` never leaves the process.
 * `code` is `noun.reason` and stable; `field` names the input at fault, `remedy` what to do about it.
 */
export class DomainError extends Error {
  readonly field: string | null;
  readonly remedy: string | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    message: string,
    options: { field?: string; remedy?: string; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DomainError';
    this.field = options.field ?? null;
    this.remedy = options.remedy ?? null;
    this.details = options.details ?? {};
  }
}
