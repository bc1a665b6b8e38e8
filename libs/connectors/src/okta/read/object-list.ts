import { nodeKey } from '@posture/domain';
import { OBJECT_ROWS } from '../catalogue/object.rows';
import type { ObjectResource } from '../catalogue/object.rows';
import { partOf, pathOf } from '../catalogue/okta-row';
import type { KeptList } from '../catalogue/okta-row';
import type { ListRead, ReadRun } from './read-run';
import { isGone } from './is-gone';

/** The list one object keeps, as its row declares it. @param from the other side, where the list is read from there */
export function listOf(
  run: ReadRun,
  resource: ObjectResource,
  id: string,
  from: KeptList = OBJECT_ROWS[resource],
): ListRead {
  return {
    resource,
    parent: nodeKey(from.per, id),
    parts: [partOf(from, id)],
    map: from.mapOf(id),
    parentIsGone: () => isGone(run, pathOf({ path: objectOf(from) }, id)),
  };
}

/** The object's own path is that of its list as far as its id. */
function objectOf({ path }: KeptList): string {
  return path.slice(0, path.indexOf('}') + 1);
}
