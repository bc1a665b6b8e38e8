import type { Wire } from '../org';
import { ORG_ORIGIN } from '../org';
import type { Instants } from './instants';
import type { Layout } from './layout';
import type { OktaIds } from './okta-ids';
import { baselineId } from './symbols';

/** What the fixed objects of an org are built from. */
export interface BaselineWorld {
  readonly ids: OktaIds;
  readonly instants: Instants;
  readonly layout: Layout;
  readonly identityEngine: boolean;
}

/** The id of a baseline object by its name. */
export function idOf(world: BaselineWorld, name: string): string {
  const id = baselineId(world.ids, world.layout, name);
  if (id === undefined) throw new Error(`the baseline has no object named "${name}"`);
  return id;
}

/** Id, creation and self link of a fixed object. */
export function frame(world: BaselineWorld, id: string, path: string, createdDaysAgo = 700): Omit<Wire, 'id'> & Wire {
  return {
    id,
    created: world.instants.daysAgo(createdDaysAgo),
    lastUpdated: world.instants.daysAgo(Math.min(createdDaysAgo, 60)),
    _links: { self: { href: `${ORG_ORIGIN}/${path}/${id}` } },
  };
}
