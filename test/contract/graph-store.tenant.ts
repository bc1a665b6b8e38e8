import { kindOfKey } from '@posture/domain';
import type { EdgeKind, JsonObject, NodeKey, StoredEdge, StoredNode } from '@posture/domain';
import type { VersionRows } from '../support/memory-graph-source';

export function row(key: NodeKey, props: JsonObject = {}): { key: NodeKey; props: JsonObject } {
  return { key, props };
}

export type EdgeText = readonly [src: NodeKey, kind: EdgeKind, dst: NodeKey, props?: JsonObject, parent?: string];

/** Stored rows of a few nodes and edges, in key order. */
export function rowsOfGraph(
  nodes: readonly { readonly key: NodeKey; readonly props?: JsonObject }[],
  edges: readonly EdgeText[],
): VersionRows {
  return {
    nodes: nodes
      .map(({ key, props = {} }): StoredNode => {
        const id = key.slice(key.indexOf(':') + 1);
        return { kind: kindOfKey(key), key, externalId: id, name: id, props, resource: 'r', fromVersion: 1 };
      })
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    edges: edges.map(([src, kind, dst, props, parent = '']): StoredEdge => ({
      kind,
      src,
      dst,
      props,
      resource: 'r',
      parent,
      derived: false,
      fromVersion: 1,
    })),
  };
}

const KEYS: readonly NodeKey[] = [
  'Org:o',
  'User:root',
  'User:owner',
  'User:helper',
  'User:member',
  'Group:admins',
  'Group:sales',
  'App:bot',
  'App:crm',
  'ApiToken:t',
  'ClientSecret:s',
  'RoleAssignment:root',
  'Role:SUPER_ADMIN',
  'TargetSet:plain',
];

/** A tenant small enough to know every answer by heart. */
export const TENANT: VersionRows = rowsOfGraph(
  KEYS.map((key) => row(key)),
  [
    ['User:root', 'SUPER_ADMIN_OF', 'Org:o', { via: ['SUPER_ADMIN by RoleAssignment:root'], inputs: 'complete' }],
    ['User:root', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:root'],
    ['RoleAssignment:root', 'OF_ROLE', 'Role:SUPER_ADMIN'],
    ['ApiToken:t', 'AUTHENTICATES_AS', 'User:root'],
    ['User:owner', 'OWNS', 'Group:admins', { originType: 'OKTA_DIRECTORY' }],
    ['Group:admins', 'SUPER_ADMIN_OF', 'Org:o'],
    ['App:bot', 'CAN_ADD_MEMBER', 'Group:admins'],
    ['ClientSecret:s', 'CREDENTIAL_OF', 'App:bot'],
    ['User:helper', 'CAN_RESET_PASSWORD', 'TargetSet:plain'],
    ['TargetSet:plain', 'HAS_MEMBER', 'User:owner'],
    ['User:member', 'MEMBER_OF', 'Group:sales'],
    ['User:member', 'ASSIGNED_TO', 'App:crm', { scope: 'GROUP', status: 'ACTIVE' }],
    ['Group:sales', 'ASSIGNED_TO', 'App:crm', { priority: 0 }],
  ],
);
