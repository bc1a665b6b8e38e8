import * as fc from 'fast-check';
import type { EdgeKind, NodeKey } from '@posture/domain';
import type { VersionRows } from '../support/memory-graph-source';
import { rowsOfGraph } from './graph-store.tenant';
import type { EdgeText } from './graph-store.tenant';

const KEYS: readonly NodeKey[] = [
  'Org:o',
  'User:1',
  'User:2',
  'User:3',
  'Group:1',
  'Group:2',
  'App:1',
  'App:2',
  'ApiToken:1',
  'TargetSet:1',
  'RoleAssignment:1',
];
const KINDS: readonly EdgeKind[] = [
  'ASSIGNED_TO',
  'AUTHENTICATES_AS',
  'CAN_MANAGE_APP',
  'CAN_RESET_PASSWORD',
  'HAS_MEMBER',
  'HAS_ROLE_ASSIGNMENT',
  'MEMBER_OF',
  'OWNS',
  'SUPER_ADMIN_OF',
];

/** Small tenants whose edges may name nodes that are not there, and may be given by two reads with other props. */
export function tenants(): fc.Arbitrary<VersionRows> {
  const node = fc.record({ key: fc.constantFrom(...KEYS), status: fc.constantFrom('ACTIVE', 'INACTIVE') });
  const edge = fc.record({
    src: fc.constantFrom(...KEYS),
    kind: fc.constantFrom(...KINDS),
    dst: fc.constantFrom(...KEYS),
    scope: fc.constantFrom('USER', 'GROUP', null),
    parent: fc.constantFrom('', 'App:1'),
  });
  return fc
    .tuple(
      fc.uniqueArray(node, { selector: ({ key }) => key, minLength: 6 }),
      fc.uniqueArray(edge, { selector: (row) => [row.src, row.kind, row.dst, row.parent].join(' '), maxLength: 25 }),
    )
    .map(([nodes, edges]) =>
      rowsOfGraph(
        nodes.map(({ key, status }) => ({ key, props: { status } })),
        edges.map(({ src, kind, dst, scope, parent }): EdgeText => [src, kind, dst, { scope }, parent]),
      ),
    );
}
