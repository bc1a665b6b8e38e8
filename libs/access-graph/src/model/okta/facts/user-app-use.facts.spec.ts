import { Unknown, usageKeyParts } from '@posture/domain';
import type { Usage, UsageKind } from '@posture/domain';
import type { SmallEdge, SmallGraph } from '../../../graph/build-graph';
import { daysAgo, factsOf } from './facts-of.spec-support';
import { userAppUseFacts } from './user-app-use.facts';

/** A log of so many days, with how many days ago `ada` used an app or was given it. */
function log(days: number | null, used: Readonly<Record<string, number>> = {}): Usage {
  return {
    since: days === null ? null : new Date(daysAgo(days)),
    unread: null,
    lastUse: (kind: UsageKind, key: string) => {
      const ago = used[`${kind} ${usageKeyParts(key)[1]}`];
      return ago === undefined ? null : new Date(daysAgo(ago));
    },
    sources: () => [],
  };
}

const byName = (app: string): SmallEdge => ['User:ada', 'ASSIGNED_TO', `App:${app}`, { scope: 'USER' }];
const app = (id: string, catalogName: string, props: Record<string, unknown> = {}) => ({
  key: `App:${id}`,
  name: id.toUpperCase(),
  props: { status: 'ACTIVE', signOnMode: 'SAML_2_0', created: daysAgo(700), catalogName, ...props },
});

function org(edges: readonly SmallEdge[], more: Partial<SmallGraph> = {}): SmallGraph {
  return {
    ...more,
    nodes: [
      { key: 'User:ada', props: { status: 'ACTIVE', created: daysAgo(500) } },
      app('hr', 'workday'),
      app('code', 'github_enterprise'),
      app('crm', 'salesforce', { features: ['IMPORT_NEW_USERS'] }),
      app('wiki', 'acme_wiki'),
      app('old', 'snowflake', { status: 'INACTIVE' }),
      app('link', 'netsuite', { signOnMode: 'BOOKMARK' }),
      ...(more.nodes ?? []),
    ],
    edges,
  };
}

describe('What a user does with sensitive applications that were given by name', () => {
  const facts = (graph: SmallGraph, usage: Usage) => factsOf(userAppUseFacts, graph, 'User:ada', {}, usage);
  const idle = (graph: SmallGraph, usage: Usage) => facts(graph, usage)['daysWithoutLeastUsedApp'];

  it('is told of the one it has not signed on to for longest', () => {
    expect(facts(org([byName('hr'), byName('code')]), log(100, { 'user_app hr': 70, 'user_app code': 2 }))).toEqual({
      personalAppCount: 2,
      daysWithoutLeastUsedApp: 70,
      leastUsedApp: 'HR',
    });
  });

  it('is nothing where none is sensitive, in force, signed in to, or given by name', () => {
    const byGroup: SmallEdge = ['User:ada', 'ASSIGNED_TO', 'App:hr', { scope: 'GROUP' }];

    expect(facts(org([byGroup, byName('wiki'), byName('old'), byName('link')]), log(100))).toEqual({
      personalAppCount: 0,
      daysWithoutLeastUsedApp: 0,
      leastUsedApp: null,
    });
  });

  it('is as long as the log reaches back where it shows neither that it was given nor that it was used', () => {
    expect(idle(org([byName('hr')]), log(100))).toMatchObject({ value: 100, needs: [{ resource: 'logs' }] });
  });

  it('is no longer than since it was given, since the user came, and since the application did', () => {
    expect(idle(org([byName('hr')]), log(100, { 'user_app_given hr': 8 }))).toBe(8);
    expect(idle(org([byName('hr')]), log(600))).toBe(500);
    const young = org([['User:ada', 'ASSIGNED_TO', 'App:new', { scope: 'USER' }]], {
      nodes: [app('new', 'gitlab', { created: daysAgo(20) })],
    });
    expect(idle(young, log(100))).toBe(20);
  });

  it('is not known of an application that gives itself to users it imports, until they use it', () => {
    const value = idle(org([byName('crm')]), log(100));

    expect(value).toBeInstanceOf(Unknown);
    expect((value as Unknown).needs[0]!.reason).toContain('when CRM gave itself');
    expect(idle(org([byName('crm')]), log(100, { 'user_app crm': 6 }))).toBe(6);
  });

  it('may be longer by what was not read, and is no less', () => {
    const unread = { coverage: [{ resource: 'app-users', parent: 'App:code', state: 'forbidden' as const }] };
    const needs = [{ resource: 'app-users', parent: 'App:code' }];

    expect(facts(org([byName('hr')], unread), log(100, { 'user_app hr': 70 }))).toMatchObject({
      personalAppCount: { value: 1, needs },
      daysWithoutLeastUsedApp: { value: 70, needs },
    });
    expect(idle(org([], unread), log(100))).toBeInstanceOf(Unknown);
    expect(idle(org([byName('hr'), byName('crm')]), log(100, { 'user_app hr': 70 }))).toMatchObject({ value: 70 });
  });

  it('is not known while the log is not read', () => {
    expect(idle(org([byName('hr')]), log(null))).toBeInstanceOf(Unknown);
  });
});
