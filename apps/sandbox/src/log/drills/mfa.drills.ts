import type { Drills } from './drill';
import { deviceDrills } from './mfa-devices.drills';
import { factorDrills } from './mfa-factors.drills';
import { pushDrills } from './mfa-push.drills';
import { challengeDrills } from './mfa-challenge.drills';

/** Factors got round, pressed out of people, taken away and added. */
export const mfaDrills: Drills = { ...pushDrills, ...challengeDrills, ...factorDrills, ...deviceDrills };
