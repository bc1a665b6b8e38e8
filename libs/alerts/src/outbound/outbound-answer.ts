import { DomainError } from '@posture/domain';

/** What came of one attempt. */
export interface OutboundAnswer {
  /** null: nothing was answered, or the protocol answers nothing. */
  readonly status: number | null;
  /** The first of what was answered, as text. */
  readonly text: string;
  /** The header as it came. */
  readonly retryAfter: string | null;
  /** Why nothing was answered, such as `ECONNREFUSED`, or `EBLOCKED` for an address that is not admitted; null when it was. */
  readonly error: string | null;
  /** Where the connection led; null when none was opened. */
  readonly address: string | null;
  readonly ms: number;
}

/** A connection has to be opened within. */
export const CONNECT_MS = 5_000;
/** An attempt is given up after. */
export const WHOLE_MS = 15_000;
const BLOCKED = 'EBLOCKED';

/** Why nothing was answered, in one word; the same whatever listens at an address that is not admitted. */
export function reasonOf(error: unknown): string {
  // An abort's reason is no Error of every realm, so that names decide.
  for (let one = error as Partial<NodeJS.ErrnoException> | undefined; one; one = one.cause as typeof one) {
    if (one instanceof DomainError) return BLOCKED;
    if (one.name === 'TimeoutError') return 'ETIMEDOUT';
    if (typeof one.code === 'string' && one.code !== 'UND_ERR_CONNECT' && one.cause === undefined) return one.code;
  }
  return (error as Partial<Error> | undefined)?.name ?? 'Error';
}
