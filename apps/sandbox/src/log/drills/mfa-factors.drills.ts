import { LINUX_FIREFOX } from '../life/agents';
import { atDesk, by, helper } from '../life/chores';
import { mobileNetwork } from '../life/networks';
import type { Person } from '../life/people';
import { newSession, signIn } from '../life/session-events';
import type { EventDraft } from '../log-event';
import { DAY, HOUR, MINUTE, Stage, type Story } from '../attacks/stage';
import type { Drills } from './drill';
import { each, rented } from './parts';

/** Somebody does something with the factors of somebody else, at a desk of the company. */
function deskOf(stage: Stage, person: Person) {
  const event = by(atDesk(person, stage.rng, stage.day), stage.rng);
  return (type: string, at: number, of: Person, more: Partial<EventDraft> = {}): EventDraft =>
    event(type, at, { targets: [of.entity], uri: `/api/v1/users/${of.user.id}/factors`, ...more });
}

const helpDesk = (stage: Stage) => deskOf(stage, helper(stage.people)!);

/** Somebody's own factor, enrolled or taken away where they always work. */
function own(stage: Stage, person: Person, type: string, at: number, more: Partial<EventDraft> = {}): EventDraft {
  return stage.does(stage.usual(person), type, at, { targets: [person.entity], ...more });
}

const enrol = { debug: { factor: 'SIGNED_NONCE' } };

/** A sign-in in which the factor is got round. */
const gotRound: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.stranger(person, rented(stage), LINUX_FIREFOX);
  return stage.tell(stage.does(visit, 'user.mfa.attempt_bypass', at, { outcome: 'FAILURE', targets: [person.entity] }));
};

/** A factor is renamed, and one is asked for and given. */
const renamed: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  return stage.tell(
    own(stage, person, 'user.mfa.factor.update', at),
    signIn(stage.world, stage.usual(person), rng, at + MINUTE, 'FIDO_WEBAUTHN'),
  );
};

/** Help desk takes away all factors of an administrator. */
const adminReset: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(helpDesk(stage)('user.mfa.factor.reset_all', at, stage.admin()));
};

/** Another phone: the old one is taken away by its owner, the new one added. */
const phoneSwapped: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  return stage.tell(
    stage.arrives(stage.usual(person), at - 10 * MINUTE, person),
    own(stage, person, 'user.mfa.factor.activate', at, enrol),
    own(stage, person, 'user.mfa.factor.deactivate', at + 4 * MINUTE, { reason: 'User reset OKTA_VERIFY_PUSH factor' }),
  );
};

/** An administrator takes away somebody's security key. */
const keyTaken: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const reason = 'Admin reset FIDO_WEBAUTHN factor';
  return stage.tell(deskOf(stage, stage.admin())('user.mfa.factor.deactivate', at, person, { reason }));
};

/** Somebody leaves through the factor of another: all are taken away, and none comes back in a day. */
const leftWithout: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  return stage.tell(
    helpDesk(stage)('user.mfa.factor.reset_all', at, person),
    stage.arrives(stage.usual(person), at + 2 * HOUR, person),
    stage.arrives({ ...stage.usual(person), session: newSession(rng) }, at + 23 * HOUR, person),
  );
};

/** The phone is lost at noon, the new one enrolled before midnight. */
const newByNight: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  return stage.tell(
    helpDesk(stage)('user.mfa.factor.reset_all', at, person),
    own(stage, person, 'user.mfa.factor.activate', at + 11.5 * HOUR, enrol),
    stage.arrives(stage.usual(person), at + 11.8 * HOUR, person),
  );
};

/** A kind of factor is switched off for everybody. */
const switchedOff: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const event = by(atDesk(stage.admin(), rng, stage.day), rng);
  const targets = [{ id: 'aut9key', type: 'Authenticator', alternateId: 'webauthn', displayName: 'Security Key' }];
  return stage.tell(
    event('security.authenticator.lifecycle.deactivate', at, { targets, uri: '/api/v1/authenticators' }),
  );
};

/** A kind of factor is added, and another one is told to ask for a fingerprint. */
const switchedOn: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const event = by(atDesk(stage.admin(), rng, stage.day), rng);
  const target = (key: string) => [{ id: `aut${key}`, type: 'Authenticator', alternateId: key, displayName: key }];
  return stage.tell(
    event('security.authenticator.lifecycle.activate', at, { targets: target('webauthn') }),
    event('security.authenticator.lifecycle.update', at + 3 * MINUTE, { targets: target('okta_verify') }),
  );
};

/** The caller needs everything new: a password, and twenty-two minutes later all factors. */
const everythingNew: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [person, desk] = [stage.one(), helpDesk(stage)];
  return stage.tell(
    desk('user.account.reset_password', at, person),
    desk('user.mfa.factor.reset_all', at + 22 * MINUTE, person),
  );
};

/** One caller after the other: a password for this one, a factor for that one; and one comes back within the hour. */
const callAfterCall: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [people, desk] = [stage.staff(4), helpDesk(stage)];
  return stage.tell(
    desk('user.account.reset_password', at, people[0]!),
    desk('user.mfa.factor.reset_all', at + 5 * MINUTE, people[1]!),
    desk('user.account.reset_password', at + 11 * MINUTE, people[2]!),
    desk('user.mfa.factor.deactivate', at + 16 * MINUTE, people[3]!),
    desk('user.mfa.factor.reset_all', at + 46 * MINUTE, people[0]!),
  );
};

/** All factors taken away in the morning; in the evening a browser never seen signs in. */
const strangerInTheEvening: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.stranger(person, rented(stage), LINUX_FIREFOX);
  return stage.tell(
    stage.arrives(stage.usual(person), at - 3 * HOUR, person),
    helpDesk(stage)('user.mfa.factor.reset_all', at, person),
    signIn(stage.world, visit, rng, at + 9 * HOUR, null),
  );
};

/** All factors taken away, enrolled again on the usual laptop; the known phone on the way home; on the morrow a new one. */
const newPhoneTomorrow: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const usual = stage.usual(person);
  const known = { ...usual, device: stage.phone(person), network: mobileNetwork(person.home, 5) };
  const another = { ...known, device: stage.device(known.device.agent) };
  return stage.tell(
    helpDesk(stage)('user.mfa.factor.reset_all', at, person),
    signIn(stage.world, usual, rng, at + 12 * MINUTE, null),
    own(stage, person, 'user.mfa.factor.activate', at + 14 * MINUTE, enrol),
    signIn(stage.world, { ...known, session: newSession(rng), behaviors: ['New IP'] }, rng, at + 8 * HOUR, null),
    signIn(
      stage.world,
      { ...another, session: newSession(rng), behaviors: ['New Device', 'New IP'] },
      rng,
      at + DAY,
      null,
    ),
  );
};

/** An administrator enrols factors for seven people in three quarters of an hour. */
const enrolsForOthers: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const desk = deskOf(stage, stage.admin());
  return stage.tell(
    stage.staff(7).map((person, n) => desk('user.mfa.factor.activate', at + n * 7 * MINUTE, person, enrol)),
  );
};

/** Help desk resets four people in an hour; nine starters enrol their own. */
const startersDay: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [people, desk] = [stage.staff(13), helpDesk(stage)];
  return stage.tell(
    people.slice(0, 4).map((person, n) => desk('user.mfa.factor.reset_all', at + n * 14 * MINUTE, person)),
    people.slice(4).map((person, n) => own(stage, person, 'user.mfa.factor.activate', at + n * 5 * MINUTE, enrol)),
  );
};

/** A mail about a new factor reaches its owner, who did not add it and says so. */
const notMine: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.stranger(person, rented(stage), LINUX_FIREFOX);
  const debug = {
    suspiciousActivityEventType: 'user.mfa.factor.activate',
    suspiciousActivityEventIp: visit.network.ip,
  };
  return stage.tell(
    stage.does(visit, 'user.mfa.factor.activate', at, { targets: [person.entity], ...enrol }),
    own(stage, person, 'user.account.report_suspicious_activity_by_enduser', at + 2 * HOUR, { debug }),
  );
};

/** The same mail, about a factor its owner did add: read and deleted. */
const mine: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  return stage.tell(
    stage.arrives(stage.usual(person), at, person),
    own(stage, person, 'user.mfa.factor.activate', at + 9 * MINUTE, enrol),
    own(stage, person, 'user.account.update_profile', at + 11 * MINUTE),
  );
};

/** A person who checks faces refuses the caller twice in an afternoon. */
const faceRefusedTwice: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.stranger(person, rented(stage), LINUX_FIREFOX);
  const targets = [person.entity, CHECKER];
  return stage.tell(
    each(2, (n) =>
      stage.does(visit, 'user.identity_verification', at + n * 5 * HOUR, {
        ...{ outcome: 'DENY', reason: 'Verification claims do not match', targets },
      }),
    ),
  );
};

const CHECKER = {
  id: '0oaidv0checker000001',
  type: 'AppInstance',
  alternateId: 'Face check',
  displayName: 'Face check',
};

/** A picture in bad light, then a good one; the next bad one is two days later. */
const badLight: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const checked = (when: number, denied: boolean): EventDraft =>
    own(stage, person, 'user.identity_verification', when, {
      ...{ outcome: denied ? 'DENY' : 'ALLOW', targets: [person.entity, CHECKER] },
    });
  return stage.tell(checked(at, true), checked(at + 4 * MINUTE, false), checked(at + 2 * DAY, true));
};

/** Factors taken away, added and got round. */
export const factorDrills: Drills = {
  'okta-det-mfa-bypass-attempt': { attack: gotRound, lookAlike: renamed },
  'okta-det-mfa-reset-all': { attack: adminReset, lookAlike: phoneSwapped },
  'okta-det-mfa-deactivated': { attack: keyTaken, lookAlike: phoneSwapped },
  'okta-det-mfa-self-reset': { attack: phoneSwapped, lookAlike: keyTaken },
  'okta-det-mfa-removed-not-readded': { attack: leftWithout, lookAlike: newByNight },
  'okta-det-mfa-disabled-orgwide': { attack: switchedOff, lookAlike: switchedOn },
  'okta-det-mfa-and-password-reset': { attack: everythingNew, lookAlike: callAfterCall },
  'okta-det-mfa-reset-then-signin-new-context': { attack: strangerInTheEvening, lookAlike: newPhoneTomorrow },
  'okta-det-admin-mass-factor-enroll': { attack: enrolsForOthers, lookAlike: startersDay },
  'okta-det-user-reported-suspicious': { attack: notMine, lookAlike: mine },
  'okta-det-idv-failed': { attack: faceRefusedTwice, lookAlike: badLight },
};
