import { appAccessDrills } from './app-access.drills';
import { appChangesDrills } from './app-changes.drills';
import { credentialDrills } from './credential.drills';
import type { Drills } from './drill';
import { sessionItpDrills } from './session-itp.drills';
import { sessionPlacesDrills } from './session-places.drills';
import { sessionRiskDrills } from './session-risk.drills';
import { sessionTheftDrills } from './session-theft.drills';

/** For each rule about what happens. */
export const DRILLS: Drills = {
  ...credentialDrills,
  ...sessionPlacesDrills,
  ...sessionTheftDrills,
  ...sessionItpDrills,
  ...sessionRiskDrills,
  ...appAccessDrills,
  ...appChangesDrills,
};
