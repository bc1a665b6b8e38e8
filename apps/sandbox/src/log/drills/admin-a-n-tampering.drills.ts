import { DAY, MINUTE, Stage, type Story } from '../attacks/stage';
import type { Visit } from '../life/session-events';
import type { Entity } from '../log-event';
import {
  atDesk,
  changed,
  done,
  entityOfUser,
  fresh,
  known,
  REFUSED,
  taken,
  thing,
  together,
  type Step,
} from './admin-scenes';
import type { Drills } from './drill';

function signOnPolicy({ world }: Stage): readonly Entity[] {
  return [world.appPolicy, world.appRule];
}

/** The rule that asked for a managed device is gone. */
const appRuleDeleted = taken((stage) => [[29, 'application.policy.sign_on.rule.delete', signOnPolicy(stage)]], 7);

/** Applications are changed and their policies used: somebody is let in, somebody is not. */
const appPolicyUsed: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.usual(person);
  const app = person.apps[1] as Entity;
  return [
    ...atDesk(() => [
      [0, 'application.lifecycle.update', [app]],
      [4, 'application.policy.sign_on.update', signOnPolicy(stage), REFUSED],
    ])(org, at, rng),
    ...stage.tell(
      stage.arrives(visit, at + 10 * MINUTE, person),
      stage.does(visit, 'application.policy.sign_on.deny_access', at + 30 * MINUTE, {
        ...{ outcome: 'FAILURE', reason: 'Device is not managed', targets: [app] },
      }),
    ),
  ];
};

/** The mail people get when they forgot their password now leads elsewhere. */
const mailRewritten = taken(
  () => [[12, 'system.email.template.update', [thing('EmailTemplate', 'ForgotPassword', 'ForgotPassword')]]],
  3,
);

/** Mail is sent, to a person on a new laptop; and an administrator changes an application's picture. */
const mailSent: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [first, second] = stage.staff(2);
  const sent = [first, second].flatMap((person, n) =>
    person === undefined
      ? []
      : [
          stage.system('system.email.new_device_notification.sent_message', at + n * 50 * MINUTE, {
            targets: [entityOfUser(person)],
          }),
        ],
  );
  return [
    ...stage.tell(sent),
    ...atDesk((desk) => [[7, 'application.lifecycle.update', [desk.admin().apps[0] as Entity]]])(org, at, rng),
  ];
};

/** A hook that is asked, whenever somebody's password is imported, whether it is right. */
const hookPlanted = taken(
  (stage) => [[18, 'inline_hook.created', [fresh(stage, 'InlineHook', 'cal', 'Password import')]]],
  12,
);

/** Deliveries of the hook that is there: they fail for an hour. */
const hookDelivers: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const hook = fresh(stage, 'EventHook', 'who', 'Tickets');
  const delivered = Array.from({ length: 12 }, (_, n) =>
    stage.system('event_hook.delivery', at + n * 5 * MINUTE, {
      ...{ targets: [hook], outcome: n < 9 ? 'FAILURE' : 'SUCCESS', reason: n < 9 ? 'Timeout' : undefined },
    }),
  );
  return stage.tell(delivered);
};

/** The stream goes on, to a place that is not ours. */
const streamTurned = taken((stage) => {
  const stream = thing('LogStream', stage.org.idOf('siem-stream') ?? '0lsunknown', 'SIEM');
  const at = (host: string): object => ({ settings: { host } });
  return [
    [24, 'system.log_stream.lifecycle.update', [changed(stream, at('siem.brightwater.example'), at('in.log.test'))]],
  ];
}, 6);

/** What reads the log is changed, and an application of that name switched off; not the stream. */
const readersChanged = atDesk((stage) => [
  [0, 'application.lifecycle.deactivate', [fresh(stage, 'AppInstance', '0oa', 'SIEM log stream viewer')]],
  [6, 'event_hook.deactivated', [fresh(stage, 'EventHook', 'who', 'Tickets')]],
  [11, 'system.api_token.revoke', [fresh(stage, 'Token', '00T', 'Log reader')]],
]);

type Rule = (stage: Stage) => readonly Entity[];

const signOnRule =
  (from: object, to: object): Rule =>
  ({ world }) => [world.policy, changed(world.rule, { actions: { signon: from } }, { actions: { signon: to } })];

const noFactor = signOnRule({ requireFactor: true }, { requireFactor: false });
const oneFactor: Rule = ({ world }) => [
  world.appPolicy,
  changed(
    world.appRule,
    { actions: { appSignOn: { verificationMethod: { factorMode: '2FA' } } } },
    { actions: { appSignOn: { verificationMethod: { factorMode: '1FA' } } } },
  ),
];
const asksAgain = signOnRule({ requireFactor: false }, { requireFactor: true });

/** An administrator who never made a policy weaker makes two weaker. */
const weakensForOnce = taken(
  (stage) => [
    [20, 'policy.rule.update', noFactor(stage)],
    [33, 'policy.rule.update', oneFactor(stage)],
  ],
  5,
);

/** One administrator tries policies out and has eased one and tightened it again on every working day for weeks. */
const triesPolicies: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const admin = known(stage, 'admin-0');
  const days = Array.from({ length: 29 }, (_, back) => at - back * DAY).filter((day) => weekday(day));
  return stage.tell(
    days.flatMap((day) => {
      const then = new Stage(org, day, rng);
      const visit: Visit = then.usual(admin);
      const steps: readonly Step[] = [
        [10, 'policy.rule.update', noFactor(then)],
        [70, 'policy.rule.update', asksAgain(then)],
      ];
      return done(then, visit, steps);
    }),
  );
};

const weekday = (at: number): boolean => ![0, 6].includes(new Date(at).getUTCDay());

/** A colleague who never touched a policy makes one stricter. */
const tightens = atDesk((stage) => [[15, 'policy.rule.update', asksAgain(stage)]]);

/** What protects the org is changed. */
export const adminTamperingDrills: Drills = {
  'okta-det-app-signon-policy-changed': { attack: appRuleDeleted, lookAlike: appPolicyUsed },
  'okta-det-domain-or-email-template-changed': { attack: mailRewritten, lookAlike: mailSent },
  'okta-det-hook-changed': { attack: hookPlanted, lookAlike: hookDelivers },
  'okta-det-log-stream-tampering': { attack: streamTurned, lookAlike: readersChanged },
  'okta-det-admin-policy-weakening-baseline': {
    attack: weakensForOnce,
    lookAlike: together(triesPolicies, tightens),
  },
};
