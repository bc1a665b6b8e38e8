import { DomainError } from '@posture/domain';
import type { ErrorKind } from '@posture/domain';
import type { components } from './api';

type Problem = components['schemas']['Problem'];

const KINDS: Readonly<Record<number, ErrorKind>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  412: 'stale',
  422: 'unprocessable',
  428: 'precondition_required',
  429: 'rate_limited',
};

/** What a server refused or could not do, in its own words: code, field and remedy are those of its problem document. */
export class ServerProblem extends DomainError {
  /** As the server's log knows the request; null: it did not say. */
  readonly requestId: string | null;

  constructor({ code, status, detail, field, remedy, errors, allowed, instance }: Problem) {
    const others = errors === undefined || errors.length < 2 ? [] : errors.map(({ message }) => message);
    const instead = allowed === undefined ? [] : [`Possible are: ${allowed.join(', ') || 'none'}.`];
    super(code, KINDS[status] ?? (status >= 500 ? 'unavailable' : 'invalid'), [detail, ...others].join('\n  '), {
      field,
      remedy: [...(remedy === undefined ? [] : [remedy]), ...instead].join(' ') || undefined,
    });
    this.requestId = /^urn:posture:request:(.+)$/.exec(instance)?.[1] ?? null;
  }
}

/** By its media type. */
export function isProblemDocument({ headers }: Response): boolean {
  return (headers.get('content-type') ?? '').startsWith('application/problem+json');
}

/** @returns null when the answer is no problem document of this API */
export async function problemOf(response: Response): Promise<ServerProblem | null> {
  if (!isProblemDocument(response)) return null;
  const body: unknown = await response.json().catch(() => null);
  return isProblem(body) ? new ServerProblem(body) : null;
}

/** As far as it is shown. */
function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false;
  const { code, status, detail, instance } = body as Partial<Record<keyof Problem, unknown>>;
  const texts = [code, detail, instance];
  return typeof status === 'number' && texts.every((text) => typeof text === 'string');
}
