import { DomainError } from '@posture/domain';
import type { SecretBox } from '@posture/platform';
import { Secret } from '@posture/platform';

/** Page cursors only this installation can make, each bound to the list and filters it was made for. */
export class Cursors {
  constructor(private readonly secrets: SecretBox) {}

  seal(value: unknown, scope: string): string {
    return this.secrets.seal(new Secret(JSON.stringify(value)), `cursor:${scope}`);
  }

  /** @throws {DomainError} `cursor.invalid` */
  open<T>(cursor: string, scope: string): T {
    try {
      return JSON.parse(this.secrets.unseal(cursor, `cursor:${scope}`).reveal()) as T;
    } catch (cause) {
      throw new DomainError('cursor.invalid', 'invalid', 'This cursor does not belong to this list and its filters.', {
        field: 'cursor',
        remedy: 'Ask for the first page again, without a cursor, and keep the filters the same while paging.',
        cause,
      });
    }
  }
}
