import { PERMISSIONS, isAllowed } from '@posture/operators';
import type { ApiKey, Permission, Principal } from '@posture/operators';
import type { MeBody } from './operators.body';

export function meView({ kind, id, name, role, connections }: Principal, { expiresAt }: ApiKey): MeBody {
  const permissions = (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => isAllowed(role, permission));
  return {
    kind,
    id,
    name,
    role,
    permissions,
    connectionIds: connections,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
