import { v7 } from 'uuid';

/** A new identifier (UUIDv7): sorts by the instant it was made. */
export function uuidv7(): string {
  return v7();
}
