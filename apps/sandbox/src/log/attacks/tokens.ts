import { textHash } from '../../org/generate/dice';
import { GO_CLIENT, LINUX_FIREFOX, PROVISIONING_JOB } from '../life/agents';
import { by } from '../life/chores';
import { dataCentre, hostingNetwork } from '../life/networks';
import { userEntity } from '../life/people';
import { openConsole } from '../life/stay-events';
import { doneBy } from '../doers';
import type { Agent, Entity, EventDraft, Network } from '../log-event';
import { atConsole } from './admin';
import { DAY, HOUR, MINUTE, SECOND, Stage, type Story } from './stage';

function tokenEntity(id: string, name: string): Entity {
  return { id, type: 'Token', alternateId: 'unknown', displayName: name };
}

/** Made in the console by somebody who is not where they should be, usable from anywhere, and used at once. */
export const tokenCreated: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const admin = stage.admin();
  const network = hostingNetwork(stage.farFrom(admin), rng.int(900));
  const visit = stage.stranger(admin, network, LINUX_FIREFOX);
  const id = `00T${rng.hex(17)}`;
  const debug = { networkConnection: 'ANYWHERE', includedNetworkZones: '[]', rateLimitPercentage: '50' };
  return stage.tell(
    stage.arrives(stage.usual(admin), at - DAY, admin),
    stage.arrives(visit, at, admin, 0),
    openConsole(stage.world, visit, rng, at + 2 * MINUTE),
    stage.does(visit, 'system.api_token.create', at + 5 * MINUTE, { targets: [tokenEntity(id, 'backup')], debug }),
    [0, 1, 2].map((n) =>
      used(stage, id, stage.user(admin), at + (8 + n) * MINUTE, network, GO_CLIENT, 'user.account.update_profile'),
    ),
  );
};

/** A token's life: one update of it, at the desk. */
export const tokenRenamed: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const { visit, before } = atConsole(stage, at);
  const debug = { networkConnection: 'ZONE', includedNetworkZones: '["Data centre"]' };
  const targets = [tokenEntity(`00T${rng.hex(17)}`, 'personnel sync')];
  return stage.tell(before, stage.does(visit, 'system.api_token.update', at, { targets, debug }));
};

function used(
  stage: Stage,
  token: string,
  actor: Entity,
  at: number,
  network: Network,
  agent: Agent,
  type: string,
): EventDraft {
  const user = stage.org.presentUsers.at(stage.rng.int(stage.people.size));
  const event = by({ actor, network, agent, transaction: { tokenId: token } }, stage.rng);
  return event(type, at, { targets: [userEntity(user)], uri: `/api/v1/users/${user.id}` });
}

/** A token of the org that works, and who it acts as; one that nobody lists where the org has none. */
function tokenOf(stage: Stage): { readonly id: string; readonly owner: Entity } {
  const token = stage.org.principals.find(
    (one) => one.kind === 'token' && one.listed && stage.org.rightsOf(one.id) !== undefined,
  );
  if (token) return { id: token.id, owner: doneBy(stage.people, { token: token.id }, stage.at).actor };
  return { id: `00T${stage.rng.hex(17)}`, owner: stage.user(stage.program()) };
}

/** Two weeks of updates from the data centre, once a night. */
function nightly(stage: Stage, id: string, owner: Entity): EventDraft[] {
  return Array.from({ length: 20 }, (_, n) => {
    const at = stage.at - (20 - n) * DAY + stage.rng.int(5 * MINUTE);
    return used(stage, id, owner, at, dataCentre(textHash(id)), PROVISIONING_JOB, 'user.account.update_profile');
  });
}

/** A token that a job used every night, now from a rented machine with another program. */
export const tokenElsewhere: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const { id, owner } = tokenOf(stage);
  const network = hostingNetwork(stage.farFrom(stage.one()), rng.int(900));
  const steps = ['user.account.update_profile', 'user.lifecycle.create', 'group.user_membership.add'];
  return stage.tell(
    nightly(stage, id, owner),
    steps.map((type, n) => used(stage, id, owner, at + n * 20 * SECOND, network, GO_CLIENT, type)),
  );
};

/** The same job, at an hour it does not usually run. */
export const tokenAtNoon: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const { id, owner } = tokenOf(stage);
  const again = [0, 1, 2].map((n) =>
    used(
      stage,
      id,
      owner,
      at + 9 * HOUR + n * SECOND,
      dataCentre(textHash(id)),
      PROVISIONING_JOB,
      'user.account.update_profile',
    ),
  );
  return stage.tell(nightly(stage, id, owner), again);
};
