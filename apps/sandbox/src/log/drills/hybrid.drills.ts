import { by } from '../life/chores';
import { dataCentre, hostingNetwork, mobileNetwork } from '../life/networks';
import { FAR_CITIES } from '../life/places';
import type { Person } from '../life/people';
import { DAY, HOUR, MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import { thing } from '../attacks/tampering';
import type { Agent, Entity, EventDraft, Network } from '../log-event';
import { newToken, nightly, shifted, type Calls } from './callers';
import type { Drills } from './drill';

const AD_AGENT: Agent = {
  ...{ raw: 'Okta AD Agent/3.20.0 (Microsoft Windows NT 10.0.20348.0; .NET CLR 4.0.30319.42000)' },
  ...{ os: 'Unknown', browser: 'UNKNOWN', device: 'Unknown' },
};
const POWERSHELL: Agent = { ...AD_AGENT, raw: 'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) PowerShell/7.4.6' };
const AD = thing('AppInstance', '0oa3ad7vRtWk1mQz90h7', 'corp.brightwater.example', {
  alternateId: 'Active Directory',
});
const machine = ({ rng }: Stage, name: string): Entity => thing('AgentInstance', `a53${rng.hex(17)}`, name);

/** The account the agents run under, on a server of theirs. */
function agentAt(stage: Stage, network: Network, agent = AD_AGENT): Calls {
  const actor = stage.user(stage.program());
  return by({ actor, network, agent }, stage.rng) as Calls;
}

/** On a Saturday a second agent reports in, from a machine nobody in the company has set up. */
const agentRegistered: Story = shifted((org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const network = hostingNetwork(stage.farFrom(stage.one()), rng.int(4000));
  const calls = by({ actor: stage.user(stage.admin()), network, agent: AD_AGENT }, rng);
  return stage.tell(
    calls('system.agent.register', at, { targets: [machine(stage, 'WIN-7Q2M'), AD], uri: '/api/v1/agents' }),
    calls('system.agent.ad.connect', at + MINUTE, { targets: [machine(stage, 'WIN-7Q2M'), AD] }),
  );
}, -4 * DAY);

/** The agents that are there are patched: each stops, starts, and reports its version. */
const agentsPatched: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(
    [0, 1, 2].flatMap((n) => {
      const calls = agentAt(stage, dataCentre(n));
      const targets = [machine(stage, `DC0${n + 1}`), AD];
      return ['system.agent.ad.update', 'system.agent.ad.start', 'system.agent.ad.connect'].map((type, step) =>
        calls(type, at + (n * 10 + step) * MINUTE, { targets }),
      );
    }),
  );
};

/** An agent connects again every few days, for four weeks. */
function agentHistory(stage: Stage): EventDraft[] {
  const calls = agentAt(stage, dataCentre(3));
  return nightly(stage, 28, (at, night) =>
    night % 3 === 0 ? [calls('system.agent.ad.connect', at, { targets: [machine(stage, 'DC01'), AD] })] : [],
  );
}

/** With what the agent has on its disk, somebody makes a token in its name, from a machine of theirs. */
const agentTokenStolen: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const thief = agentAt(stage, hostingNetwork(stage.farFrom(stage.one()), rng.int(4000)), POWERSHELL);
  return stage.tell(
    agentHistory(stage),
    thief('system.api_token.create', at, { targets: [newToken(stage, 'Okta AD Agent')], uri: '/api/v1/api-tokens' }),
  );
};

/** The agent is installed anew where it was, and makes the token it needs. */
const agentReinstalled: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const calls = agentAt(stage, dataCentre(3));
  return stage.tell(
    agentHistory(stage),
    calls('system.api_token.create', at, { targets: [newToken(stage, 'Okta AD Agent')] }),
    calls('system.agent.ad.config_change_detected', at + MINUTE, { targets: [machine(stage, 'DC01'), AD] }),
  );
};

function viaAgent(stage: Stage, person: Person, network: Network, at: number): EventDraft {
  const visit = { ...stage.usual(person), network };
  return stage.does(visit, 'user.authentication.auth_via_AD_agent', at, {
    ...{ targets: [stage.user(person), AD], session: 'unknown', uri: '/api/v1/authn' },
    credential: { type: 'PASSWORD', provider: 'ACTIVE_DIRECTORY' },
  });
}

/** A few sign-ins of two people on each of forty days, a little more on some, at their desks. */
function adHistory(stage: Stage, people: readonly Person[]): EventDraft[] {
  return people.flatMap((person) => {
    const { network } = stage.usual(person);
    return nightly(stage, 40, (at, night) =>
      Array.from({ length: 2 + (night % 3) }, (_, n) => viaAgent(stage, person, network, at - n * HOUR)),
    );
  });
}

/** One account is tried through the agent from everywhere at once, some hundred times in an hour. */
const agentSprayed: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(2) as [Person, Person];
  return stage.tell(
    adHistory(stage, people),
    Array.from({ length: 120 }, (_, n) => {
      const city = FAR_CITIES[n % FAR_CITIES.length] as (typeof FAR_CITIES)[number];
      const network = n % 4 === 0 ? mobileNetwork(city, n) : hostingNetwork(city, n * 37);
      return viaAgent(stage, people[0], network, at + n * 25 * SECOND);
    }),
  );
};

/** A mail program with an old password asks through the agent all morning, from the one desk. */
const agentAskedOften: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const people = stage.staff(2) as [Person, Person];
  const { network } = stage.usual(people[0]);
  return stage.tell(
    adHistory(stage, people),
    Array.from({ length: 120 }, (_, n) => viaAgent(stage, people[0], network, at + n * 25 * SECOND)),
  );
};

/** Accounts out of the directory, two dozen in a few minutes. */
const usersImported: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const calls = agentAt(stage, dataCentre(3));
  return stage.tell(
    Array.from({ length: 24 }, (_, n) => {
      const login = `temp${n}@brightwater.example`;
      const user = thing('User', `00u${rng.hex(17)}`, `Temp ${n}`, { alternateId: login });
      return calls('system.agent.ad.import_user', at + n * 12 * SECOND, { targets: [user, AD] });
    }),
  );
};

/** The ordinary import: changes of people who are there, and a job that says when it began and was done. */
const usersUpdated: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const calls = agentAt(stage, dataCentre(3));
  return stage.tell(
    stage.system('system.import.start', at - MINUTE, { targets: [AD] }),
    stage
      .staff(25)
      .map((person, n) =>
        calls('system.agent.ad.update_user', at + n * 3 * SECOND, { targets: [stage.user(person), AD] }),
      ),
    stage.system('system.import.complete', at + 2 * MINUTE, { targets: [AD] }),
  );
};

/** Through the LDAP agent, an administrator's account is opened again for whoever guesses at it. */
const adminUnlocked: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  return stage.tell(
    agentAt(stage, dataCentre(8))('system.agent.ldap.unlock_user_account', at, {
      targets: [stage.user(stage.admin()), thing('AppInstance', `0oa${rng.hex(17)}`, 'ldap.brightwater.example')],
    }),
  );
};

/** Monday: half a dozen people have forgotten theirs over the weekend. */
const staffUnlocked: Story = shifted((org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const calls = agentAt(stage, dataCentre(8));
  return stage.tell(
    stage.staff(6).flatMap((person, n) => {
      const targets = [stage.user(person), AD];
      const when = at + n * 7 * MINUTE;
      return [
        calls('system.agent.ad.reset_user_password', when, { targets }),
        calls('system.agent.ad.unlock_user_account', when + 20 * SECOND, { targets }),
      ];
    }),
  );
}, -2 * DAY);

function desktop(stage: Stage, person: Person, at: number): EventDraft {
  const visit = stage.usual(person);
  return stage.does(visit, 'user.authentication.dsso_via_non_priority_source', at, {
    ...{ targets: [stage.user(person), AD], uri: '/login/agentlessDsso/auth' },
  });
}

/** Two people of a branch sign in through its old directory, for weeks; then somebody of headquarters does. */
const otherSource: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [one, other, third] = stage.staff(3) as [Person, Person, Person];
  return stage.tell(
    nightly(stage, 29, (when) => [desktop(stage, one, when), desktop(stage, other, when + HOUR)]),
    desktop(stage, third, at),
  );
};

/** The two go on. */
const sameSource: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [one, other] = stage.staff(2) as [Person, Person];
  return stage.tell(
    nightly(stage, 29, (when) => [desktop(stage, one, when), desktop(stage, other, when + HOUR)]),
    [desktop(stage, one, at), desktop(stage, other, at + HOUR)],
  );
};

/** On a server, the password the vault keeps for its root is no longer the one that is set. */
const rootPasswordChanged: Story = shifted((org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const targets = [thing('ServerAccount', `sac${rng.hex(17)}`, 'root'), thing('Server', `srv${rng.hex(17)}`, 'db-03')];
  return stage.tell(
    stage.system('pam.server_account.password_change.out_of_band', at, { targets, outcome: 'SUCCESS' }),
  );
}, -7 * HOUR);

/** The root password is looked up by who may, and people change passwords of their own. */
const rootPasswordUsed: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const visit = stage.usual(person);
  return stage.tell(
    stage.does(visit, 'pam.secret.reveal', at, { targets: [thing('ServerAccount', `sac${rng.hex(17)}`, 'root')] }),
    stage.does(visit, 'user.account.update_password', at + HOUR, { targets: [stage.user(person)] }),
  );
};

/** Agents between the org and directories, and privileged access to servers. */
export const hybridDrills: Drills = {
  'okta-det-ad-agent-created': { attack: agentRegistered, lookAlike: agentsPatched },
  'okta-det-ad-agent-abuse': { attack: agentTokenStolen, lookAlike: agentReinstalled },
  'okta-det-ad-agent-auth-anomaly': { attack: agentSprayed, lookAlike: agentAskedOften },
  'okta-det-ad-user-import': { attack: usersImported, lookAlike: usersUpdated },
  'okta-det-agent-password-reset': { attack: adminUnlocked, lookAlike: staffUnlocked },
  'okta-det-auth-lower-priority-source': { attack: otherSource, lookAlike: sameSource },
  'okta-det-pam-password-out-of-band': { attack: rootPasswordChanged, lookAlike: rootPasswordUsed },
};
