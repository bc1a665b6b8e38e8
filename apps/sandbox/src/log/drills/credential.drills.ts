import { accountDrills } from './credential-account.drills';
import { delegatedDrills } from './credential-delegated.drills';
import { nativeDrills } from './credential-native.drills';
import { sprayDrills } from './credential-spray.drills';
import type { Drills } from './drill';

/** Guessed and stolen passwords. */
export const credentialDrills: Drills = { ...sprayDrills, ...accountDrills, ...nativeDrills, ...delegatedDrills };
