import type { Clock } from '@posture/platform';
import { hashOf } from './key-value';

/** As many different keys nobody knows are taken from one address in a minute: whoever sends one again guesses nothing. */
export const GUESSES_A_MINUTE = 20;
const MINUTE_MS = 60_000;
/** Addresses and good keys that are remembered; the oldest are forgotten first. */
const REMEMBERED = 10_000;

interface Guesses {
  readonly since: number;
  /** Hashes of what was tried; no more than are taken in a minute. */
  readonly tried: Set<string>;
}

/**
 * Slows down whoever guesses keys: once too many from an address were wrong, none is looked up for the rest of the minute
 * and what is answered says nothing of the key. Keys that were good before go on, so that a forgotten script behind the
 * same gateway shuts nobody out. Each process counts for itself.
 */
export class GuessLimit {
  readonly #guesses = new Map<string, Guesses>();
  readonly #good = new Map<string, true>();

  constructor(private readonly clock: Clock) {}

  /** @returns seconds to wait before the key is looked at; 0 when it may be */
  waitSeconds(address: string, value: string): number {
    const guesses = this.#recent(address);
    if (guesses === null || guesses.tried.size < GUESSES_A_MINUTE || this.#good.has(hashOf(value))) return 0;
    return Math.ceil((guesses.since + MINUTE_MS - this.clock.now().getTime()) / 1_000);
  }

  /** @returns whether it was the one too many */
  wasWrong(address: string, value: string): boolean {
    const hash = hashOf(value);
    this.#good.delete(hash);
    const guesses = this.#recent(address) ?? { since: this.clock.now().getTime(), tried: new Set<string>() };
    remember(this.#guesses, networkOf(address), guesses);
    if (guesses.tried.has(hash) || guesses.tried.size >= GUESSES_A_MINUTE) return false;
    guesses.tried.add(hash);
    return guesses.tried.size === GUESSES_A_MINUTE;
  }

  wasGood(value: string): void {
    remember(this.#good, hashOf(value), true);
  }

  /** How many addresses and keys are remembered. */
  get size(): number {
    return this.#guesses.size + this.#good.size;
  }

  #recent(address: string): Guesses | null {
    const guesses = this.#guesses.get(networkOf(address));
    return guesses !== undefined && this.clock.now().getTime() - guesses.since < MINUTE_MS ? guesses : null;
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > REMEMBERED) map.delete(map.keys().next().value!);
}

/** One host has a whole /64 of IPv6 to itself. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter((part) => part !== '');
  const right = (tail ?? '').split(':').filter((part) => part !== '');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...right].slice(0, 4).join(':');
}
