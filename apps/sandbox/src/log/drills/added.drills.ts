import { DAY, HOUR, MINUTE, Stage, type Story } from '../attacks/stage';
import { LINUX_FIREFOX, PYTHON } from '../life/agents';
import { anonymiser, awayNetwork, hostingNetwork } from '../life/networks';
import { CITIES, FAR_CITIES, HOME_CITIES, type City } from '../life/places';
import type { Person } from '../life/people';
import { newSession, signIn, visitOf, wrongPassword, type Visit } from '../life/session-events';
import type { Entity, EventDraft } from '../log-event';
import {
  atDesk,
  done,
  entityOfUser,
  fresh,
  group,
  known,
  newcomer,
  privilegedGroup,
  REFUSED,
  taken,
  type Step,
} from './admin-scenes';
import type { Drills } from './drill';

/** All day long somebody tries three passwords on everybody, each from another address, and never fast. */
const slowSpray: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(180);
  return stage.tell(
    [0, 1, 2].flatMap((round) =>
      people.flatMap((person, n) => {
        const network = hostingNetwork(FAR_CITIES[n % FAR_CITIES.length] as City, round * 900 + n);
        const visit = visitOf(person, network, stage.device(PYTHON), newSession(rng));
        return wrongPassword(visit, rng, at + round * 3 * HOUR + n * MINUTE);
      }),
    ),
  );
};

/** After a holiday a few more than usual have forgotten how it went. */
const afterHoliday: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(
    stage.staff(9).flatMap((person, n) => {
      const visit = stage.usual(person);
      const start = at + n * 11 * MINUTE;
      return [
        ...wrongPassword(visit, rng, start),
        ...wrongPassword(visit, rng, start + 20_000),
        ...stage.arrives(visit, start + MINUTE, person, 2),
      ];
    }),
  );
};

const DIRECTORY = { authProvider: 'ACTIVE_DIRECTORY' } as const;

/** Signing in as that, checked by whom `more` says. */
function enters(stage: Stage, login: string, at: number, more: Partial<EventDraft>): EventDraft[] {
  const person = stage.one();
  const visit: Visit = { ...stage.usual(person), actor: { ...newcomer(stage, 'Long Name'), alternateId: login } };
  const drafts = signIn(stage.world, visit, stage.rng, at, null);
  return drafts.map((draft) =>
    draft.type === 'user.session.start' || draft.credential !== undefined ? { ...draft, ...more } : draft,
  );
}

const LONG = 'maximiliane-charlotte.von-und-zu-hohenfels@contractors.brightwater.example';

/** A login of seventy-four characters, checked by the directory. */
const longLogin: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 2 * HOUR, rng);
  return stage.tell(enters(stage, LONG, stage.at, DIRECTORY));
};

/** One of forty-nine, one that the directory refused, and one that Okta checks itself. */
const longEnough: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const shorter = 'charlotte.von-hohenfels@sales.brightwater.example';
  const refused: Partial<EventDraft> = { ...DIRECTORY, outcome: 'FAILURE', reason: 'INVALID_CREDENTIALS' };
  return stage.tell(
    enters(stage, shorter, at, DIRECTORY),
    enters(stage, LONG, at + HOUR, refused).filter(({ outcome }) => outcome === 'FAILURE'),
    enters(stage, LONG, at + 2 * HOUR, { authProvider: 'OKTA_AUTHENTICATION_PROVIDER' }),
  );
};

/** An administrator's session sets a password for a colleague, instead of sending one a link. */
const passwordSet = taken((stage) => [[14, 'user.account.update_password', [stage.user(stage.one())]]], 11);

/** A link is sent, somebody changes their own, as many do in a month, and setting one is refused. */
const passwordsAsAlways: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [first, second] = stage.staff(2) as [Person, Person];
  const own = stage.usual(first);
  return [
    ...atDesk((_, visit) => [
      [0, 'user.account.reset_password', [entityOfUser(first)]],
      [30, 'user.account.update_password', [visit.actor]],
      [44, 'user.account.update_password', [entityOfUser(second)], REFUSED],
    ])(org, at, rng),
    ...stage.tell(
      stage.arrives(own, at + 5 * MINUTE, first, 1),
      done(stage, own, [[6, 'user.account.update_password', [own.actor]]]),
    ),
  ];
};

/** A rule is switched on, and Okta does as it says. */
function ruleInto(stage: Stage, visit: Visit, minute: number, into: Entity): EventDraft[] {
  const rule = fresh(stage, 'GroupRule', '0pr', 'Everybody in Platform');
  return [
    ...done(stage, visit, [[minute, 'group.user_membership.rule.trigger', [rule, into]]]),
    ...stage.staff(3).map((person, n) =>
      stage.system('group.user_membership.add', stage.at + minute * MINUTE + 5000 + n * 300, {
        ...{ targets: [entityOfUser(person), into], transaction: { type: 'JOB' } },
        debug: { triggeredByGroupRuleId: rule.id },
      }),
    ),
  ];
}

const ruleMakesAdmins: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 9 * HOUR, rng);
  const admin = stage.admin();
  const visit = stage.stranger(admin, hostingNetwork(stage.farFrom(admin), 61), LINUX_FIREFOX);
  return stage.tell(stage.arrives(visit, stage.at, admin, 0), ruleInto(stage, visit, 12, privilegedGroup(stage)));
};

/** A rule fills a team, and somebody takes a colleague into the privileged group by hand. */
const ruleMakesTeams: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const visit = stage.usual(stage.admin());
  return stage.tell(
    ruleInto(stage, visit, 5, group(stage, 'team-6')),
    done(stage, visit, [[25, 'group.user_membership.add', [stage.user(stage.one()), privilegedGroup(stage)]]]),
  );
};

/** The account for emergencies, suspended between drills, is awake again at night. */
const emergencyWakes = taken(
  (stage) => [[11, 'user.lifecycle.unsuspend', [entityOfUser(known(stage, 'admin-2'))]]],
  13,
);

/** People come back from leave; waking the emergency account is refused; it is put to sleep. */
const backFromLeave = atDesk((stage) => {
  const emergency = entityOfUser(known(stage, 'admin-2'));
  const [first, second] = stage.staff(2).map(entityOfUser) as [Entity, Entity];
  return [
    [0, 'user.lifecycle.unsuspend', [first]],
    [6, 'user.lifecycle.reactivate', [second]],
    [9, 'user.lifecycle.unsuspend', [emergency], REFUSED],
    [12, 'user.lifecycle.suspend', [emergency]],
  ];
});

const city = (code: string): City => CITIES.find((one) => one.code === code) as City;

const abroad = (stage: Stage, person: Person, code: string): Visit => ({
  ...stage.usual(person),
  network: awayNetwork(city(code), 40),
  behaviors: ['New Country', 'New IP'],
});

/** Nobody of the company has business in Romania. */
const elsewhereThanWeWork: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 3 * HOUR, rng);
  const person = stage.one();
  return stage.tell(stage.arrives(abroad(stage, person, 'BUC'), stage.at, person, 1));
};

/** A visit to Montreal, which is on the list; and guesses from Hanoi, which do not get in. */
const whereWeWork: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [first, second] = stage.staff(2) as [Person, Person];
  const guesses = [0, 1, 2].flatMap((n) => wrongPassword(abroad(stage, second, 'HAN'), rng, at + n * MINUTE));
  return stage.tell(stage.arrives(abroad(stage, first, 'MTL'), at, first), guesses);
};

/**
 * In one night: an account is locked, then got into through an anonymiser from city after city, its factor is reset by
 * its own session, and the console is tried.
 */
const manySmallThings: Story = (org, start, rng) => {
  const stage = new Stage(org, start + 12 * HOUR, rng);
  const person = stage.one();
  const targets = [stage.user(person)];
  const places = FAR_CITIES.filter(({ country }) => country !== person.home.country).slice(0, 3);
  const visits = places.map((place, n) => stage.stranger(person, anonymiser(place, n), LINUX_FIREFOX));
  const first = visits[0] as Visit;
  const refused = { outcome: 'FAILURE', targets: [stage.world.adminConsole], uri: '/admin/app/saasure' } as const;
  const steps: readonly Step[] = [
    [0, 'user.account.lock', targets, { outcome: 'FAILURE', reason: 'LOCKED_OUT' }],
    [45, 'user.mfa.factor.deactivate', targets, { reason: 'User reset SIGNED_NONCE factor' }],
    [58, 'user.session.access_admin_app', [], refused],
    [66, 'user.session.access_admin_app', [], refused],
  ];
  return stage.tell(
    stage.arrives(stage.usual(person), start - DAY, person),
    visits.flatMap((visit, n) => stage.arrives(visit, stage.at + (20 + n * 130) * MINUTE, person, 3)),
    done(stage, first, steps),
  );
};

/** The day a new phone comes: the old factor goes, a new one is enrolled on a device nobody knows. */
const newPhone: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const own = stage.usual(person);
  const phone = visitOf(person, own.network, stage.phone(person), newSession(rng), ['New Device']);
  const targets = [stage.user(person)];
  return stage.tell(
    stage.arrives(own, at, person),
    done(stage, own, [[9, 'user.mfa.factor.deactivate', targets, { reason: 'User reset SIGNED_NONCE factor' }]]),
    stage.arrives(phone, at + 20 * MINUTE, person, 1),
    done(stage, phone, [[26, 'user.mfa.factor.activate', targets, { debug: { factor: 'SIGNED_NONCE' } }]]),
  );
};

/** What the catalogue did not have. */
export const addedDrills: Drills = {
  'okta-det-failed-sign-ins-above-baseline': { attack: slowSpray, lookAlike: afterHoliday },
  'okta-det-long-username-delegated-auth': { attack: longLogin, lookAlike: longEnough },
  'okta-det-password-changed-by-admin': { attack: passwordSet, lookAlike: passwordsAsAlways },
  'okta-det-privileged-group-rule': { attack: ruleMakesAdmins, lookAlike: ruleMakesTeams },
  'okta-det-privileged-user-reactivated': { attack: emergencyWakes, lookAlike: backFromLeave },
  'okta-det-sign-in-outside-allowed-countries': {
    ...{ attack: elsewhereThanWeWork, lookAlike: whereWeWork },
    parameters: { allowedCountries: [...HOME_CITIES.map(({ country }) => country), 'Canada'] },
  },
  'okta-det-weak-signals-together': { attack: manySmallThings, lookAlike: newPhone },
};
