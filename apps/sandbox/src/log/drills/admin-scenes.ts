import { atConsole } from '../attacks/admin';
import { DAY, HOUR, MINUTE, Stage, type Story } from '../attacks/stage';
import { LINUX_FIREFOX } from '../life/agents';
import { hostingNetwork } from '../life/networks';
import { userEntity, type Person } from '../life/people';
import type { Visit } from '../life/session-events';
import { openConsole } from '../life/stay-events';
import type { Entity, EventDraft } from '../log-event';

/** Something done in a session, that many minutes after the story's instant. */
export type Step = readonly [minute: number, type: string, targets: readonly Entity[], more?: Partial<EventDraft>];

/** What is done in a session of an administrator. */
type Scene = (stage: Stage, visit: Visit) => readonly Step[];

export const REFUSED: Partial<EventDraft> = { outcome: 'FAILURE', reason: 'Permission denied' };

export function thing(type: string, id: string, displayName: string, more: Partial<Entity> = {}): Entity {
  return { id, type, alternateId: 'unknown', displayName, ...more };
}

/** Something with an id of its own that the org did not have. */
export function fresh({ rng }: Stage, type: string, prefix: string, displayName: string): Entity {
  return thing(type, `${prefix}${rng.hex(17)}`, displayName);
}

export function changed(entity: Entity, from: object, to: object): Entity {
  return { ...entity, changeDetails: { from, to } as Entity['changeDetails'] };
}

export function done(stage: Stage, visit: Visit, steps: readonly Step[]): EventDraft[] {
  return steps.map(([minute, type, targets, more]) =>
    stage.does(visit, type, stage.at + minute * MINUTE, { targets, ...more }),
  );
}

/** A user of the org by the name it has there, such as `admin-0`. */
export function known(stage: Stage, name: string): Person {
  const user = stage.org.user(stage.org.idOf(name) ?? '');
  if (!user) throw new Error(`the story needs ${name}, the org has none`);
  return stage.people.of(user);
}

export function group({ org }: Stage, name: string): Entity {
  const found = org.list('groups').find(org.idOf(name) ?? '');
  if (!found) throw new Error(`the story needs the group ${name}, the org has none`);
  return thing('UserGroup', found.id, String((found.profile as { name: string }).name));
}

/** A group whose members are administrators by it. */
export const privilegedGroup = (stage: Stage): Entity => group(stage, 'platform-administrators');

/** Somebody who is not in the org's inventory yet. */
export function newcomer(stage: Stage, name: string): Entity {
  const login = `${name.toLowerCase().replace(' ', '.')}@brightwater.example`;
  return thing('User', `00u${stage.rng.hex(17)}`, name, { alternateId: login });
}

export const entityOfUser = ({ user }: Person): Entity => userEntity(user);

/** In an administrator's session that was taken to a rented machine; `hour` of them after the story's instant. */
export function taken(scene: Scene, hour = 0): Story {
  return (org, start, rng) => {
    const stage = new Stage(org, start + hour * HOUR, rng);
    const admin = stage.admin();
    const visit = stage.stranger(admin, hostingNetwork(stage.farFrom(admin), rng.int(900)), LINUX_FIREFOX);
    return stage.tell(
      stage.arrives(stage.usual(admin), stage.at - DAY, admin),
      stage.arrives(visit, stage.at - 7 * MINUTE, admin, 0),
      openConsole(stage.world, visit, rng, stage.at - 4 * MINUTE),
      done(stage, visit, scene(stage, visit)),
    );
  };
}

/** By an administrator at the desk. */
export function atDesk(scene: Scene): Story {
  return (org, at, rng) => {
    const stage = new Stage(org, at, rng);
    const { visit, before } = atConsole(stage, at);
    return stage.tell(before, done(stage, visit, scene(stage, visit)));
  };
}

/** Several stories at once. */
export function together(...stories: readonly Story[]): Story {
  return (org, at, rng) => stories.flatMap((story) => story(org, at, rng));
}
