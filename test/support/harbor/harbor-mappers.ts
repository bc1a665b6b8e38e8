import { nodeKey } from '@posture/domain';
import type { EdgeRecord, JsonObject, NodeKey, NodeKind, NodeRecord } from '@posture/domain';

/** A row as Harbor sends it. */
export type Wire = { readonly id: string } & JsonObject;

export interface Mapped {
  readonly nodes: readonly NodeRecord[];
  readonly edges: readonly EdgeRecord[];
}

/** What a row becomes, by the resource it was read from; `parent` is the team whose list it is of. */
export const HARBOR_MAPPERS: Readonly<Record<string, (row: Wire, parent: NodeKey | '') => Mapped>> = {
  tenant: ({ id, name = null }) => one('Org', id, name),
  people: ({ id, mail = null, state = null }) => one('User', id, mail, { state }),
  teams: ({ id, name = null, rights = null, size = null }) => one('Group', id, name, { rights, size }),
  keys: ({ id, label = null, person = '', madeAt = null }) => ({
    ...one('ApiToken', id, label, { madeAt }),
    edges: [{ kind: 'AUTHENTICATES_AS', src: nodeKey('ApiToken', id), dst: nodeKey('User', String(person)) }],
  }),
  'team-people': ({ id }, team) => ({
    nodes: [],
    edges: [{ kind: 'MEMBER_OF', src: nodeKey('User', id), dst: team as NodeKey }],
  }),
};

function one(kind: NodeKind, id: string, name: unknown, props: JsonObject = {}): Mapped {
  const node = { kind, key: nodeKey(kind, id), externalId: id, name: typeof name === 'string' ? name : null, props };
  return { nodes: [node], edges: [] };
}
