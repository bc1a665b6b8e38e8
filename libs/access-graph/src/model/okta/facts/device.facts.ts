import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, Facts, FactSet, FactValue, Json, NodeIndex } from '@posture/domain';
import { DEVICE_FACTS } from '../fact-schema/device.facts';
import { daysFact } from '../../../facts/when-read';
import { hiding } from './policy-rules';
import { pick, textOf } from '../../../facts/wire';

/** Health, age and users of registered devices. */
export const deviceFacts: FactSet<null> = {
  kind: 'Device',
  schema: DEVICE_FACTS,
  prepare: () => null,
  compute(context: FactContext, device: NodeIndex): Facts {
    const { view, asOf } = context;
    const { status, profile, lastUpdated } = view.props(device);
    const flag = (name: string, silence: null | Unknown = notSent(name)): boolean | null | Unknown => {
      const value = pick(profile, name);
      return typeof value === 'boolean' ? value : silence;
    };
    const platform = textOf(pick(profile, 'platform'));
    const osVersion = textOf(pick(profile, 'osVersion'));
    return {
      status: textOf(status) ?? 'DEACTIVATED',
      platform,
      // Okta asks phones and tablets only.
      jailbroken: isComputer(platform) ? flag('integrityJailbreak', null) : flag('integrityJailbreak'),
      diskEncryption: textOf(pick(profile, 'diskEncryptionType')),
      secureHardware: flag('secureHardwarePresent'),
      managed: managed(context, device),
      osVersion,
      osRelease: release(platform, osVersion),
      daysSinceUpdate: daysFact(asOf, view.observed(device).lastUpdated ?? lastUpdated, 'devices'),
      ...userFacts(context, device),
    };
  },
};

/** A device that keeps silent about itself is not known to be well. */
function notSent(name: string): Unknown {
  return new Unknown([{ resource: 'devices', parent: '', reason: `the device sent no "${name}"` }]);
}

function isComputer(platform: string | null): boolean {
  return platform === 'MACOS' || platform === 'WINDOWS';
}

/** As the device's profile says, else as Okta says of its users; one user without management is enough. */
function managed({ view }: FactContext, device: NodeIndex): boolean | Unknown {
  const own = pick(view.props(device).profile, 'managed');
  if (typeof own === 'boolean') return own;
  const statuses = view.outEdges(device, 'DEVICE_OF').map(({ props }) => textOf(props.managementStatus));
  if (statuses.includes('NOT_MANAGED')) return false;
  return statuses.length > 0 && statuses.every((status) => status === 'MANAGED') ? true : notSent('managed');
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
