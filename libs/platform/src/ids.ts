import { v7 } from 'uuid';

/** A new identifier (UUIDv7): sorts by the instant it was made. */
export function uuidv7(): string {
  return v7();
}

/** Whether a text is an id as the database writes it; others name nothing. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** No id that is made from that instant on sorts before it. */
export function earliestId(instant: Date): string {
  return v7({ msecs: instant.getTime(), seq: 0, random: new Uint8Array(16) });
}
