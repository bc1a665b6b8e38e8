import { AtLeast, DEVICE_FACTS } from '@posture/domain';
import type { FactValue, Facts, GraphView, Json, NodeIndex } from '@posture/domain';
import { daysSince } from './fact-set';
import type { FactContext, FactSet } from './fact-set';
import { hiding } from './policy-rules';
import { pick, textOf } from './wire';

/** Health, age and users of registered devices. */
export const deviceFacts: FactSet<null> = {
  kind: 'Device',
  schema: DEVICE_FACTS,
  prepare: () => null,
  compute(context: FactContext, device: NodeIndex): Facts {
    const { view, asOf } = context;
    const { status, profile, lastUpdated } = view.props(device);
    const flag = (name: string): boolean | null => {
      const value = pick(profile, name);
      return typeof value === 'boolean' ? value : null;
    };
    const platform = textOf(pick(profile, 'platform'));
    const osVersion = textOf(pick(profile, 'osVersion'));
    return {
      status: textOf(status) ?? 'DEACTIVATED',
      platform,
      jailbroken: flag('integrityJailbreak'),
      diskEncryption: textOf(pick(profile, 'diskEncryptionType')),
      secureHardware: flag('secureHardwarePresent'),
      managed: flag('managed') ?? managedForUsers(view, device),
      osVersion,
      osRelease: release(platform, osVersion),
      daysSinceUpdate: daysSince(asOf, view.observed(device).lastUpdated ?? lastUpdated),
      ...userFacts(context, device),
    };
  },
};

/** Devices whose profile is silent about management say it per user. */
function managedForUsers(view: GraphView, device: NodeIndex): boolean | null {
  const stated = view.outEdges(device, 'DEVICE_OF').map(({ props }) => props['managementStatus']);
  if (stated.includes('MANAGED')) return true;
  return stated.includes('NOT_MANAGED') ? false : null;
}

function userFacts({ view, privilege }: FactContext, device: NodeIndex): Facts {
  const users = view.out(device, 'DEVICE_OF').filter((user) => view.props(user).status !== 'DEPROVISIONED');
  const open = hiding(view, [{ resource: 'devices', parent: '' }]);
  const rolesOpen = [...open, ...users.flatMap((user) => [...privilege.heldRolesNeeds(user)])];
  const tiers = [...new Set(users.map((user) => privilege.tier(user)))].sort();
  const userTiers: FactValue = rolesOpen.length > 0 ? new AtLeast(tiers, rolesOpen) : tiers;
  return { userCount: open.length > 0 ? new AtLeast(users.length, open) : users.length, userTiers };
}

/** Windows counts builds (10.0.22631.3155 is 22631), the others releases (17.4.1 is 17.04). */
function release(platform: string | null, version: Json | undefined): number | null {
  if (typeof version !== 'string') return null;
  const [major, minor = 0, build] = version.split('.').map(Number);
  if (platform === 'WINDOWS') return build === undefined || Number.isNaN(build) ? null : build;
  if (major === undefined || Number.isNaN(major)) return null;
  return Math.round((major + (Number.isNaN(minor) ? 0 : minor) / 100) * 100) / 100;
}
