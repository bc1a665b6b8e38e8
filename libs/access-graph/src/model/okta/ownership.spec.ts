import type { GraphView, NodeIndex, NodeKey } from '@posture/domain';
import { buildGraph } from '../../graph/build-graph';
import { appOf, ownerOf } from './ownership';

const view = buildGraph({
  nodes: [
    { key: 'User:ada' },
    { key: 'ApiToken:t' },
    { key: 'App:client' },
    { key: 'ClientSecret:s' },
    { key: 'Grant:g' },
    { key: 'Group:admins' },
    { key: 'RoleAssignment:r' },
    { key: 'Policy:p' },
    { key: 'PolicyRule:pr' },
    { key: 'Realm:staff' },
  ],
  edges: [
    ['ApiToken:t', 'AUTHENTICATES_AS', 'User:ada'],
    ['ClientSecret:s', 'CREDENTIAL_OF', 'App:client'],
    ['App:client', 'HAS_GRANT', 'Grant:g'],
    ['Group:admins', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:r'],
    ['Policy:p', 'CONTAINS', 'PolicyRule:pr'],
    ['Realm:staff', 'CONTAINS', 'User:ada'],
  ],
});

const asked = (key: NodeKey, of: (view: GraphView, node: NodeIndex) => NodeIndex | null): string | null => {
  const found = of(view, view.indexOf(key));
  return found === null ? null : view.key(found);
};

describe('what an object hangs on', () => {
  it.each<[NodeKey, NodeKey | null]>([
    ['ApiToken:t', 'User:ada'],
    ['ClientSecret:s', 'App:client'],
    ['Grant:g', 'App:client'],
    ['RoleAssignment:r', 'Group:admins'],
    ['PolicyRule:pr', 'Policy:p'],
    // A realm holds its users, but nothing wrong with one is mended there.
    ['User:ada', null],
    ['App:client', null],
  ])('%s: %s', (key, owner) => {
    expect(asked(key, ownerOf)).toBe(owner);
  });

  it.each<[NodeKey, NodeKey | null]>([
    ['App:client', 'App:client'],
    ['ClientSecret:s', 'App:client'],
    ['Grant:g', 'App:client'],
    ['User:ada', null],
  ])('%s belongs to the application %s', (key, app) => {
    expect(asked(key, appOf)).toBe(app);
  });
});
