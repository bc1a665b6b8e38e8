import { addedDrills } from './added.drills';
import { adminConsoleDrills } from './admin-a-n-console.drills';
import { adminMassDrills } from './admin-a-n-masses.drills';
import { adminProviderDrills } from './admin-a-n-providers.drills';
import { adminRoleDrills } from './admin-a-n-roles.drills';
import { adminTamperingDrills } from './admin-a-n-tampering.drills';
import { adminAccountDrills } from './admin-o-z-accounts.drills';
import { adminRightDrills } from './admin-o-z-rights.drills';
import { adminSettingDrills } from './admin-o-z-settings.drills';
import { appAccessDrills } from './app-access.drills';
import { appChangesDrills } from './app-changes.drills';
import { credentialDrills } from './credential.drills';
import type { Drills } from './drill';
import { hybridDrills } from './hybrid.drills';
import { mfaDrills } from './mfa.drills';
import { oauthChangeDrills } from './oauth-changes.drills';
import { oauthClientDrills } from './oauth-clients.drills';
import { oauthTokenDrills } from './oauth-tokens.drills';
import { sessionItpDrills } from './session-itp.drills';
import { sessionPlacesDrills } from './session-places.drills';
import { sessionRiskDrills } from './session-risk.drills';
import { sessionTheftDrills } from './session-theft.drills';

/** For each rule about what happens. */
export const DRILLS: Drills = {
  ...credentialDrills,
  ...mfaDrills,
  ...oauthChangeDrills,
  ...oauthClientDrills,
  ...oauthTokenDrills,
  ...adminAccountDrills,
  ...adminRightDrills,
  ...adminSettingDrills,
  ...hybridDrills,
  ...sessionPlacesDrills,
  ...sessionTheftDrills,
  ...sessionItpDrills,
  ...sessionRiskDrills,
  ...appAccessDrills,
  ...appChangesDrills,
  ...adminConsoleDrills,
  ...adminRoleDrills,
  ...adminTamperingDrills,
  ...adminProviderDrills,
  ...adminMassDrills,
  ...addedDrills,
};
