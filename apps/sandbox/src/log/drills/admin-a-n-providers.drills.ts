import { DAY, HOUR, MINUTE, Stage, type Story } from '../attacks/stage';
import { LINUX_FIREFOX } from '../life/agents';
import { hostingNetwork } from '../life/networks';
import type { Person } from '../life/people';
import { during, signIn, type Visit } from '../life/session-events';
import type { Entity, EventDraft } from '../log-event';
import { atDesk, changed, fresh, known, REFUSED, taken, thing } from './admin-scenes';
import type { Drills } from './drill';

const provider = (stage: Stage, name: string): Entity => fresh(stage, 'IDP', '0ob', name);
/** One that has always been there. */
const PARTNER = thing('IDP', '0obpartner00000000001', 'Copperfield Partners');

/** Signing in with what an identity provider asserted. */
function asserted(stage: Stage, visit: Visit, at: number, idp: Entity, more: Partial<EventDraft> = {}): EventDraft {
  return during(visit, stage.rng, 'user.authentication.auth_via_IDP', at, {
    ...{ targets: [visit.actor, idp], issuer: { id: idp.id, type: 'SAML2' }, uri: `/sso/saml2/${idp.id}` },
    ...{ credential: { type: 'ASSERTION', provider: 'OKTA_CREDENTIAL_PROVIDER' }, authProvider: 'FEDERATION' },
    ...more,
  });
}

function comesIn(stage: Stage, visit: Visit, at: number, idp: Entity): EventDraft[] {
  return [asserted(stage, visit, at, idp), ...signIn(stage.world, visit, stage.rng, at + 400, null).slice(-3)];
}

const providerMade = taken((stage) => [[13, 'system.idp.lifecycle.create', [provider(stage, 'Workforce SSO')]]], 9);

/** One is not made, and the one that is there is renamed, renewed and used. */
const providerKept: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const renamed = changed(PARTNER, { name: 'Copperfield' }, { name: 'Copperfield Partners' });
  return [
    ...atDesk((desk) => [
      [0, 'system.idp.lifecycle.create', [provider(desk, 'Workforce SSO')], REFUSED],
      [12, 'system.idp.lifecycle.update', [renamed]],
      [14, 'system.idp.key.create', [fresh(desk, 'IDP_KEY', 'kid', 'Copperfield 2026')]],
      [15, 'system.idp.lifecycle.activate', [PARTNER]],
    ])(org, at, rng),
    ...stage.tell(comesIn(stage, stage.usual(person), at + 30 * MINUTE, PARTNER)),
  ];
};

/** Made on one day; five days later it says that somebody is a super administrator. */
const backDoorUsed: Story = (org, at, rng) => {
  const idp = provider(new Stage(org, at, rng), 'Contractors');
  const stage = new Stage(org, at + 5 * DAY, rng);
  const admin = known(stage, 'admin-0');
  const visit = stage.stranger(admin, hostingNetwork(stage.farFrom(admin), 55), LINUX_FIREFOX);
  return [
    ...taken(() => [
      [3, 'system.idp.lifecycle.create', [idp]],
      [4, 'system.idp.lifecycle.activate', [idp]],
    ])(org, at, rng),
    ...stage.tell(comesIn(stage, visit, stage.at, idp)),
  ];
};

/** A provider for contractors, who come in by it; an administrator who uses the old one, and one that is refused. */
const contractorsComeIn: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [idp, none] = [provider(stage, 'Contractors'), provider(stage, 'Leftover')];
  const [first, second] = stage.staff(2) as [Person, Person];
  const admin = known(stage, 'admin-0');
  return [
    ...atDesk(() => [
      [0, 'system.idp.lifecycle.create', [idp]],
      [2, 'system.idp.lifecycle.activate', [idp]],
      [9, 'system.idp.lifecycle.create', [none], REFUSED],
    ])(org, at, rng),
    ...stage.tell(
      [28, 21, 14, 7].flatMap((back) => comesIn(stage, stage.usual(admin), at - back * DAY, PARTNER)),
      comesIn(stage, stage.usual(first), at + 2 * HOUR, idp),
      comesIn(stage, stage.usual(second), at + 2 * DAY, idp),
      comesIn(stage, stage.usual(admin), at + 3 * DAY, PARTNER),
      stage.arrives(stage.usual(admin), at + 4 * DAY, admin),
    ),
  ];
};

/** A second key, with which whoever holds it can say who anybody is. */
const keyAdded = taken((stage) => [[21, 'system.idp.key.create', [fresh(stage, 'IDP_KEY', 'kid', 'rollover')]]], 2);

/** People of the partner come in and are refused; nothing about the provider changes, also not when somebody tries. */
const partnerAtWork: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(3);
  return [
    ...atDesk(() => [[1, 'system.idp.lifecycle.update', [PARTNER], REFUSED]])(org, at, rng),
    ...stage.tell(
      people.flatMap((person, n) => comesIn(stage, stage.usual(person), at + (n * 40 + 9) * MINUTE, PARTNER)),
      asserted(stage, stage.usual(people[0] as Person), at + 3 * HOUR, PARTNER, {
        ...{ outcome: 'FAILURE', reason: 'User is not assigned to the application' },
      }),
    ),
  ];
};

const REPLAYED = 'A SAML assert with the same ID has already been processed by Okta for a previous request';
const INVALID = 'Unable to validate incoming SAML Assertion';
const UNMATCHED = 'Unable to match transformed username';

const nobody: Entity = thing('User', 'unknown', 'unknown', { alternateId: 'unknown' });

function failed(stage: Stage, visit: Visit, minute: number, reason: string): EventDraft {
  const at = stage.at + minute * MINUTE;
  return asserted(stage, { ...visit, session: 'unknown' }, at, PARTNER, {
    ...{ outcome: 'FAILURE', reason, targets: [PARTNER] },
  });
}

/** Assertions nobody signed, then an old one again, for whoever it may be. */
const assertionsForged: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 8 * HOUR, rng);
  const person = stage.one();
  const network = hostingNetwork(stage.farFrom(person), 91);
  const visit: Visit = { ...stage.stranger(person, network, LINUX_FIREFOX), actor: nobody, behaviors: [] };
  return stage.tell([INVALID, UNMATCHED, INVALID, REPLAYED].map((reason, n) => failed(stage, visit, n * 3, reason)));
};

/** The partner changes its certificate: now and then one fails; others fail because nobody gave them an application. */
const certificateRolled: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(9);
  return stage.tell(
    people.slice(0, 4).map((person, n) => failed(stage, stage.usual(person), n * 35, INVALID)),
    people
      .slice(4)
      .map((person, n) => failed(stage, stage.usual(person), 60 + n * 2, 'User is not assigned to the application')),
    people
      .slice(0, 4)
      .flatMap((person, n) => comesIn(stage, stage.usual(person), at + (150 + n * 3) * MINUTE, PARTNER)),
  );
};

/** In an org that never had one, somebody comes in by an identity provider. */
const firstAssertion: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 7 * HOUR, rng);
  const person = stage.one();
  const visit = stage.stranger(person, hostingNetwork(stage.farFrom(person), 17), LINUX_FIREFOX);
  return stage.tell(comesIn(stage, visit, stage.at, provider(stage, 'Login')));
};

/** The partner's people come in as on all working days of the month, today one who never did. */
const partnerAsAlways: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(12);
  const days = Array.from({ length: 29 }, (_, back) => 29 - back).filter((back) => back % 7 < 5);
  return stage.tell(
    days.flatMap((back, n) => {
      const person = people[n % 11] as Person;
      return comesIn(stage, stage.usual(person), at - back * DAY, PARTNER);
    }),
    comesIn(stage, stage.usual(people[11] as Person), at + HOUR, PARTNER),
  );
};

/** Who else may say who somebody is. */
export const adminProviderDrills: Drills = {
  'okta-det-idp-created': { attack: providerMade, lookAlike: providerKept },
  'okta-det-idp-created-then-admin-signin': { attack: backDoorUsed, lookAlike: contractorsComeIn },
  'okta-det-idp-modified': { attack: keyAdded, lookAlike: partnerAtWork },
  'okta-det-idp-saml-failures': { attack: assertionsForged, lookAlike: certificateRolled },
  'okta-det-idp-signin-first': { attack: firstAssertion, lookAlike: partnerAsAlways },
};
