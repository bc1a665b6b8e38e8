import { randomInt } from 'node:crypto';

const CHANCES = 2 ** 32;

/** From 0 (included) to 1 (excluded): spreads what would happen together. Nothing secret hangs on it. */
export function chance(): number {
  return randomInt(CHANCES) / CHANCES;
}
