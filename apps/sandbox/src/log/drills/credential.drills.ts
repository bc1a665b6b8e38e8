import { bruteForce, staleMailProgram } from '../attacks/guessing';
import type { Drills } from './drill';

/** Guessed and stolen passwords. */
export const credentialDrills: Drills = {
  'okta-det-bruteforce-user': { attack: bruteForce, lookAlike: staleMailProgram },
};
