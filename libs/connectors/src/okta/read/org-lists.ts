import { OKTA_RESOURCE_NAMES, OKTA_ROWS } from '../catalogue/okta-catalogue';
import { partOf } from '../catalogue/okta-row';
import type { OrgIdentity } from '../map/tenant';
import type { ListRead } from './read-run';

/** Lists of the whole org that need nothing but the org's pipeline to be read: the rows that name their mapper. */
export function orgLists(identity: OrgIdentity, readerClientId: string | null): ListRead[] {
  return OKTA_RESOURCE_NAMES.flatMap((resource): ListRead[] => {
    const row = OKTA_ROWS[resource];
    const { map, parts, title } = row;
    if (map === undefined) return [];
    const context = { resource, title, identity, readerClientId };
    return [
      {
        resource,
        parent: '',
        parts: parts?.(row, identity) ?? [partOf(row)],
        map: (item) => map(item, context),
      },
    ];
  });
}
