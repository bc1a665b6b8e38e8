import { DAY, HOUR, SECOND, Stage, type Story } from '../attacks/stage';
import { PROVISIONING_JOB } from '../life/agents';
import { by } from '../life/chores';
import { dataCentre } from '../life/networks';
import type { EventDraft } from '../log-event';
import { atDesk, done, entityOfUser, group, known, taken, together, type Step } from './admin-scenes';
import type { Drills } from './drill';

/** Working days of the four weeks before, in milliseconds since 1970 UTC; the oldest first. */
function workdaysBefore(at: number): number[] {
  const days = Array.from({ length: 28 }, (_, n) => at - (28 - n) * DAY);
  return days.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
}

/** What an administrator does to groups on an ordinary day. */
function ordinaryChanges(stage: Stage, count: number): EventDraft[] {
  const visit = stage.usual(stage.admin());
  const people = stage.staff(count);
  return done(
    stage,
    visit,
    people.map((person, n): Step => {
      const what = n % 3 === 2 ? 'remove' : 'add';
      return [n * 50, `group.user_membership.${what}`, [entityOfUser(person), group(stage, `team-${1 + n}`)]];
    }),
  );
}

const ordinaryWeeks: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(workdaysBefore(at).flatMap((day, n) => ordinaryChanges(new Stage(org, day, rng), 2 + (n % 3))));
};

/**
 * Whoever has the session of an administrator who never changed a group takes a hundred and thirty people out of their
 * teams, and all applications from some teams, in three quarters of an hour.
 */
const groupsEmptied = taken((stage) => [
  ...stage
    .staff(130)
    .map((person, n): Step => [
      n / 3,
      'group.user_membership.remove',
      [entityOfUser(person), group(stage, `team-${1 + (n % 9)}`)],
    ]),
  ...Array.from({ length: 9 }, (_, n): Step => [
    40 + n / 4,
    'group.application_assignment.remove',
    [group(stage, `team-${1 + n}`), stage.one().apps[0]!],
  ]),
]);

/** What the personnel system does every night, which is more than any administrator does. */
const nightlySync: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const { entity } = stage.program();
  const job = by({ actor: entity, network: dataCentre(7), agent: PROVISIONING_JOB }, rng);
  const people = stage.staff(110);
  const nights = Array.from({ length: 30 }, (_, n) => Math.floor(at / DAY) * DAY + 27 * HOUR - (29 - n) * DAY);
  return stage.tell(
    nights.flatMap((night, n) =>
      people.slice(0, 90 + ((n * 7) % 20)).map((person, m) =>
        job(m % 2 === 0 ? 'group.user_membership.add' : 'group.user_membership.remove', night + m * 2 * SECOND, {
          targets: [entityOfUser(person), group(stage, `team-${1 + (m % 20)}`)],
        }),
      ),
    ),
  );
};

/** One more than on the busiest of the days before. */
const busierDay: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(ordinaryChanges(stage, 5));
};

/** Twenty-six people are suspended, four a minute. */
const staffSuspended = taken(
  (stage) => stage.staff(26).map((person, n): Step => [15 + n / 4, 'user.lifecycle.suspend', [entityOfUser(person)]]),
  8,
);

/** Leavers of a day, by the one who sees to it on all working days: at the end of the quarter there are more. */
const leavers: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const left = (day: number, count: number): EventDraft[] => {
    const then = new Stage(org, day, rng);
    return done(
      then,
      then.usual(known(then, 'admin-0')),
      then.staff(count).map((person, n): Step => [n * 4, 'user.lifecycle.deactivate', [entityOfUser(person)]]),
    );
  };
  return stage.tell(
    workdaysBefore(at).flatMap((day, n) => left(day, 3 + (n % 6))),
    left(at, 9),
  );
};

/** A colleague helps people who forgot their passwords, as many as call in a morning. */
const callers = atDesk((stage) =>
  stage.staff(5).map((person, n): Step => [n * 17, 'user.account.reset_password', [entityOfUser(person)]]),
);

/** Much at once. */
export const adminMassDrills: Drills = {
  'okta-det-mass-group-change': { attack: groupsEmptied, lookAlike: together(ordinaryWeeks, nightlySync, busierDay) },
  'okta-det-mass-user-lifecycle': { attack: staffSuspended, lookAlike: together(leavers, callers) },
};
