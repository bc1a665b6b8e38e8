import { addedDrills } from './added.drills';
import { adminConsoleDrills } from './admin-a-n-console.drills';
import { adminMassDrills } from './admin-a-n-masses.drills';
import { adminProviderDrills } from './admin-a-n-providers.drills';
import { adminRoleDrills } from './admin-a-n-roles.drills';
import { adminTamperingDrills } from './admin-a-n-tampering.drills';
import { credentialDrills } from './credential.drills';
import type { Drills } from './drill';

/** For each rule about what happens. */
export const DRILLS: Drills = {
  ...credentialDrills,
  ...adminConsoleDrills,
  ...adminRoleDrills,
  ...adminTamperingDrills,
  ...adminProviderDrills,
  ...adminMassDrills,
  ...addedDrills,
};
