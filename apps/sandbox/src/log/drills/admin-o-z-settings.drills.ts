import { TERRAFORM } from '../life/agents';
import { dataCentre } from '../life/networks';
import { HOUR, MINUTE, Stage, type Story } from '../attacks/stage';
import { atDesk, fromElsewhere, thing, type Steps } from '../attacks/tampering';
import type { Entity } from '../log-event';
import { newToken, shifted, withToken } from './callers';
import type { Drills } from './drill';

const REFUSED = { outcome: 'FAILURE', reason: 'Access denied' } as const;

const office365 = thing('AppInstance', '0oa5h2kWnTzq8RvXs0h7', 'Microsoft Office 365', { alternateId: 'office365' });
const domain = thing('Domain', 'brightwater.example', 'brightwater.example');

/** Microsoft is told to believe another issuer. */
const federationChanged = fromElsewhere(() => [
  ['app.office365.api.change.domain.federation.success', [office365, domain]],
]);

/** An administrator tries to federate a domain before it is verified; the application's name changes. */
const federationFailed = atDesk(() => [
  ['app.office365.api.set.domain.federation.failure', [office365, domain], REFUSED],
  ['application.lifecycle.update', [office365]],
]);

const passwordPolicy = ({ rng }: Stage): Entity => thing('PolicyEntity', `00p${rng.hex(17)}`, 'Passwords of staff');
const enrolPolicy = ({ rng }: Stage): Entity => thing('PolicyEntity', `00p${rng.hex(17)}`, 'Enrolment of contractors');
const ruleOf = ({ rng }: Stage, name: string): Entity => thing('PolicyRule', `0pr${rng.hex(17)}`, name);

/** With a token and configuration as code, a policy is taken out of force. */
const policySwitchedOff: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const calls = withToken(stage, newToken(stage, 'pipeline'), stage.user(stage.admin()), dataCentre(22), TERRAFORM);
  return stage.tell(
    calls('user.account.update_profile', at - HOUR, { targets: [stage.user(stage.one())] }),
    calls('policy.lifecycle.deactivate', at, { targets: [enrolPolicy(stage)], uri: '/api/v1/policies' }),
  );
};

/** A policy for a new team, put in force; somebody else may not delete the old one. */
const policyMade = atDesk((stage) => [
  ['policy.lifecycle.create', [passwordPolicy(stage)]],
  ['policy.lifecycle.activate', [passwordPolicy(stage)]],
  ['policy.lifecycle.delete', [enrolPolicy(stage)], REFUSED],
]);

/** Above all other rules there is now one of the attacker's. */
const ruleAdded = fromElsewhere((stage) => [
  ['policy.rule.add', [enrolPolicy(stage), ruleOf(stage, 'Exception for the migration')]],
]);

const ruleBackInForce = atDesk((stage) => [
  ['policy.rule.activate', [passwordPolicy(stage), ruleOf(stage, 'Ninety days')]],
  ['policy.rule.delete', [passwordPolicy(stage), ruleOf(stage, 'Ninety days')], REFUSED],
]);

const signOn = (requireFactor: boolean, factorLifetime: number, maxSessionIdleMinutes: number): object => ({
  signon: {
    ...{ access: 'ALLOW', requireFactor, factorLifetime, primaryFactor: 'PASSWORD_IDP' },
    factorPromptMode: factorLifetime === 0 ? 'ALWAYS' : 'SESSION',
    session: { usePersistentCookie: false, maxSessionIdleMinutes, maxSessionLifetimeMinutes: 720 },
  },
});

function ruleChange(name: string, from: object, to: object): Steps {
  return (stage) => {
    const changeDetails = { from: { actions: from }, to: { actions: to } };
    return [['policy.rule.update', [stage.world.policy, { ...ruleOf(stage, name), changeDetails }]]];
  };
}

/** Of everybody from everywhere, only a password is asked. */
const factorNoLonger = fromElsewhere(ruleChange('Outside the offices', signOn(true, 15, 120), signOn(false, 15, 120)));
/** The other way about, at each sign-in, and shorter sessions. */
const factorFromNow = atDesk(ruleChange('Outside the offices', signOn(false, 15, 120), signOn(true, 0, 30)));

/** Nobody needs to confirm anything any more. */
const protectionLifted = fromElsewhere(() => [
  ['security.protected_action.settings.update', [thing('ProtectedAction', 'pa-1', 'Create API token')]],
]);
/** An administrator confirms who they are, as one is asked to. */
const protectionMet = atDesk(() => [
  ['security.protected_action.attempt', [thing('ProtectedAction', 'pa-1', 'Create API token')]],
  ['security.protected_action.settings.update', [thing('ProtectedAction', 'pa-1', 'Create API token')], REFUSED],
]);

const resetSupers = thing('ProtectedAction', 'pa-7', 'Reset passwords for super admins');
const superReset = fromElsewhere(() => [['security.protected_action.attempt', [resetSupers]]]);
const otherProtected = atDesk((stage) => [
  ['security.protected_action.attempt', [thing('ProtectedAction', 'pa-3', 'Create identity provider')]],
  ['security.protected_action.attempt', [thing('ProtectedAction', 'pa-4', 'Deactivate network zone')]],
  ['user.account.reset_password', [stage.user(stage.one())]],
]);

/** Whoever matches a condition goes into another realm, whose administrators are others. */
const realmAssigned = fromElsewhere((stage) => [
  [
    'directory.realm.assignment.create',
    [thing('RealmAssignment', `rul${stage.rng.hex(17)}`, 'Executives to Subsidiary')],
  ],
]);
/** People change departments, as they do every month. */
const departmentChanged = atDesk((stage) =>
  stage
    .staff(3)
    .map((person) => [
      'user.account.update_profile',
      [{ ...stage.user(person), changeDetails: { from: { department: 'Sales' }, to: { department: 'Realm' } } }],
    ]),
);

/** Robots are no longer kept out of the sign-in page. */
const botsLetIn = fromElsewhere((stage) => [
  [
    'security.bot_protection.settings.update',
    [
      thing('BotProtection', `bot${stage.rng.hex(17)}`, 'Bot protection', {
        changeDetails: { from: { action: 'DENY' }, to: { action: 'LOG_ONLY' } },
      }),
    ],
  ],
]);
/** A behaviour more is watched for, and one is tuned. */
const behaviourAdded = atDesk((stage) => [
  ['security.behavior.settings.create', [thing('Behavior', `bhv${stage.rng.hex(17)}`, 'New city, twenty last')]],
  ['security.behavior.settings.update', [thing('Behavior', `bhv${stage.rng.hex(17)}`, 'Velocity')]],
  ['security.behavior.settings.delete', [thing('Behavior', `bhv${stage.rng.hex(17)}`, 'Velocity')], REFUSED],
]);

const origin = ({ rng }: Stage): Entity =>
  thing('TrustedOrigin', `tos${rng.hex(17)}`, 'https://intranet.brightwater.example');
const originChanged = shifted(
  atDesk((stage) => [['security.trusted_origin.update', [origin(stage)]]]),
  9 * HOUR,
);
const originRemoved = atDesk((stage) => [
  ['security.trusted_origin.delete', [origin(stage)]],
  ['security.trusted_origin.create', [origin(stage)], REFUSED],
]);

const zone = ({ rng }: Stage, name: string): Entity => thing('NetworkZone', `nzo${rng.hex(17)}`, name);
const zoneUnblocked = fromElsewhere((stage) => [['security.zone.remove_blacklist', [zone(stage, 'Known attackers')]]]);
const zoneBlocked = atDesk((stage) => [
  ['zone.create', [zone(stage, 'Countries without business')]],
  ['zone.make_blacklist', [zone(stage, 'Countries without business')]],
  ['security.zone.make_blacklist', [zone(stage, 'Known attackers')]],
  ['zone.activate', [zone(stage, 'Known attackers')]],
  ['zone.delete', [zone(stage, 'Offices and VPN')], REFUSED],
]);

/** A flow of somebody's own comes into Workflows, which acts with the rights of its connections. */
const flowImported = fromElsewhere((stage) => [
  ['workflows.user.flow.import', [thing('Flow', `${stage.rng.int(90_000)}`, 'Nightly clean-up')]],
]);
const flowExported = atDesk((stage) => [
  ['workflows.user.flow.export', [thing('Flow', `${stage.rng.int(90_000)}`, 'Leavers')]],
  ['workflows.user.role.user.remove', [stage.user(stage.one()), thing('ROLE', 'wf-1', 'Workflows Administrator')]],
]);

/** All of it. */
const orgDeleted: Story = shifted(
  fromElsewhere((stage) => [['account.org.delete.request', [thing('Org', stage.org.id, stage.org.subdomain)]]]),
  13 * HOUR + 20 * MINUTE,
);
/** Of an org, old groups and applications. */
const remainsDeleted = atDesk((stage) => [
  ['application.lifecycle.deactivate', [thing('AppInstance', `0oa${stage.rng.hex(17)}`, 'Old intranet')]],
  ['application.lifecycle.delete', [thing('AppInstance', `0oa${stage.rng.hex(17)}`, 'Old intranet')]],
  ['group.lifecycle.delete', [thing('UserGroup', `00g${stage.rng.hex(17)}`, 'Summer party')]],
]);

/** What guards the org: policies, zones, protections, federation. */
export const adminSettingDrills: Drills = {
  'okta-det-o365-federation-changed': { attack: federationChanged, lookAlike: federationFailed },
  'okta-det-org-deletion': { attack: orgDeleted, lookAlike: remainsDeleted },
  'okta-det-policy-changed': { attack: policySwitchedOff, lookAlike: policyMade },
  'okta-det-policy-rule-changed': { attack: ruleAdded, lookAlike: ruleBackInForce },
  'okta-det-policy-mfa-downgrade': { attack: factorNoLonger, lookAlike: factorFromNow },
  'okta-det-protected-action-changed': { attack: protectionLifted, lookAlike: protectionMet },
  'okta-det-protected-action-superadmin-reset': { attack: superReset, lookAlike: otherProtected },
  'okta-det-realm-move': { attack: realmAssigned, lookAlike: departmentChanged },
  'okta-det-threat-settings-weakened': { attack: botsLetIn, lookAlike: behaviourAdded },
  'okta-det-trusted-origin-changed': { attack: originChanged, lookAlike: originRemoved },
  'okta-det-workflows-admin-change': { attack: flowImported, lookAlike: flowExported },
  'okta-det-zone-weakened': { attack: zoneUnblocked, lookAlike: zoneBlocked },
};
