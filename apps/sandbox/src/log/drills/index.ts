import { credentialDrills } from './credential.drills';
import { mfaDrills } from './mfa.drills';
import type { Drills } from './drill';

/** For each rule about what happens. */
export const DRILLS: Drills = { ...credentialDrills, ...mfaDrills };
