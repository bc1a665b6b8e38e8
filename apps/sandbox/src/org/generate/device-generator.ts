import type { Wire, WireUser } from '../org';
import { ORG_ORIGIN } from '../org';
import { generateUser, type UserWorld } from './user-generator';
import type { Instants } from './instants';

/** One managed, encrypted laptop each for the first users of the staff. */
export function generateDevices(world: UserWorld): Wire[] {
  const { ids, layout, instants, dice } = world;
  return Array.from({ length: layout.devices }, (_, n) =>
    deviceWire(instants, ids.encode('guf', n), {
      platform: dice.pick('platform', n, ['MACOS', 'WINDOWS']),
      serial: `BW${String(n).padStart(7, '0')}`,
      createdDaysAgo: 60 + dice.int('device', n, 600),
      updatedDaysAgo: 1 + dice.int('device-seen', n, 30),
      users: [generateUser(world, layout.staffFrom + n)],
    }),
  );
}

/** A device as `GET /api/v1/devices?expand=user` answers it; without `expand` the server leaves `_embedded` out. */
export function deviceWire(
  instants: Instants,
  id: string,
  device: {
    platform: string;
    serial: string;
    createdDaysAgo: number;
    updatedDaysAgo: number;
    users: readonly WireUser[];
  },
): Wire {
  const mac = device.platform === 'MACOS';
  const created = instants.daysAgo(device.createdDaysAgo);
  const link = (path: string): { href: string } => ({ href: `${ORG_ORIGIN}/api/v1/devices/${id}${path}` });
  return {
    id,
    status: 'ACTIVE',
    created,
    lastUpdated: instants.daysAgo(device.updatedDaysAgo),
    profile: {
      displayName: `${mac ? 'MacBook' : 'Laptop'} ${device.serial}`,
      platform: device.platform,
      manufacturer: mac ? 'Apple' : 'Contoso Devices',
      model: mac ? 'Mac15,6' : 'CD-14',
      osVersion: mac ? '26.1.0' : '10.0.26200.7171',
      serialNumber: device.serial,
      registered: true,
      managed: true,
      secureHardwarePresent: true,
      diskEncryptionType: 'ALL_INTERNAL_VOLUMES',
      integrityJailbreak: false,
    },
    resourceType: 'UDDevice',
    resourceId: id,
    resourceDisplayName: { value: `${mac ? 'MacBook' : 'Laptop'} ${device.serial}`, sensitive: false },
    resourceAlternateId: null,
    _links: { self: link(''), users: link('/users') },
    _embedded: {
      users: device.users.map((user) => ({
        created,
        managementStatus: 'MANAGED',
        screenLockType: 'BIOMETRIC',
        user: {
          id: user.id,
          status: user.status,
          created: user.created,
          lastLogin: user.lastLogin,
          lastUpdated: user.lastUpdated,
          type: user.type,
          profile: user.profile,
        },
      })),
    },
  };
}
