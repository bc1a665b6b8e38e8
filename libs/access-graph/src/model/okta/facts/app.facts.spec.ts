import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { appFacts } from './app.facts';
import { factsOf } from './facts-of.spec-support';

const APP = 'App:a1';
const EVERYONE = { key: 'Group:all', name: 'Everyone', props: { type: 'BUILT_IN' } };
const user = (id: string) => ({ key: `User:${id}`, props: { status: 'ACTIVE', login: `${id}@acme.example` } });
const PEOPLE = [user('u1'), user('u2'), user('u3'), user('u4'), user('u5')];

function app(props: Record<string, unknown>, more: Partial<SmallGraph> = {}): SmallGraph {
  return {
    ...more,
    nodes: [
      { key: 'Org:o1', props: { subdomain: 'acme' } },
      EVERYONE,
      ...PEOPLE,
      { key: APP, name: 'Tool', props: { status: 'ACTIVE', signOnMode: 'SAML_2_0', catalogName: 'tool', ...props } },
      ...(more.nodes ?? []),
    ],
    edges: more.edges ?? [],
  };
}

const facts = (props: Record<string, unknown>, more?: Partial<SmallGraph>) => factsOf(appFacts, app(props, more), APP);

describe('Facts about an application', () => {
  it('has every fact its schema declares, and no other', () => {
    expect(Object.keys(facts({})).sort()).toEqual(Object.keys(appFacts.schema).sort());
  });

  it("knows Okta's own applications, and leaves Org2Org to be judged", () => {
    expect(facts({ catalogName: 'saasure', signOnMode: 'OPENID_CONNECT' })).toMatchObject({
      isOktaOwn: true,
      isFederated: false,
    });
    expect(facts({ catalogName: 'okta_enduser' })['isOktaOwn']).toBe(true);
    expect(facts({ catalogName: 'okta_org2org' })).toMatchObject({ isOktaOwn: false, isSensitive: true });
  });

  it('finds the catalogue behind a name, and none behind what the organisation built', () => {
    expect(facts({ catalogName: 'salesforce' })['catalogKeys']).toEqual(['salesforce', '*']);
    for (const name of ['template_swa', 'oidc_client', 'bookmark', 'acme_wiki_1', null]) {
      expect(facts({ catalogName: name })['catalogKeys']).toEqual([]);
    }
    const graph = app({ catalogName: 'salesforce' });
    const headless = { ...graph, nodes: graph.nodes.filter(({ key }) => key !== 'Org:o1') };
    expect(factsOf(appFacts, headless, APP)['catalogKeys']).toBeInstanceOf(Unknown);
  });

  it('is sensitive by its name, and for OAuth clients by what they may do', () => {
    const client = { catalogName: 'oidc_client', signOnMode: 'OPENID_CONNECT' };
    const grant: Partial<SmallGraph> = {
      nodes: [{ key: 'Grant:g', props: { scopeId: 'okta.users.manage', status: 'ACTIVE' } }],
      edges: [[APP, 'HAS_GRANT', 'Grant:g']],
    };

    expect(facts({ catalogName: 'slack' })).toMatchObject({ isSensitive: true, isSensitiveService: true });
    expect(facts({})).toMatchObject({ isSensitive: false, isSensitiveService: false });
    expect(facts(client, grant)).toMatchObject({ isSensitive: true, isSensitiveService: false });
    expect(facts(client, { missing: ['app-grants'] })['isSensitive']).toBeInstanceOf(Unknown);
    expect(facts({}, { missing: ['app-grants'] })['isSensitive']).toBe(false);
  });

  describe('assignments', () => {
    const edges: SmallGraph['edges'] = [
      ['User:u1', 'ASSIGNED_TO', APP, { scope: 'USER' }],
      ['User:u2', 'ASSIGNED_TO', APP, { scope: 'GROUP' }],
      ['User:u3', 'ASSIGNED_TO', APP, { scope: 'GROUP' }],
      ['User:u4', 'ASSIGNED_TO', APP, { scope: 'GROUP' }],
    ];

    it('count users by themselves apart from those of groups', () => {
      expect(facts({}, { edges })).toMatchObject({
        assignmentCount: 4,
        directAssignmentCount: 1,
        directAssignmentPercent: 25,
        assignedToEveryone: false,
      });
      expect(facts({})).toMatchObject({ assignmentCount: 0, directAssignmentPercent: 0 });
    });

    it('are a lower bound when users could not be read', () => {
      const partial = facts({}, { edges, missing: ['app-users'] });

      expect(partial['directAssignmentCount']).toBeInstanceOf(AtLeast);
      expect(partial['directAssignmentPercent']).toBeInstanceOf(Unknown);
    });

    it('reach everyone by the group Everyone or without any assignment', () => {
      expect(facts({}, { edges: [['Group:all', 'ASSIGNED_TO', APP]] })['assignedToEveryone']).toBe(true);
      expect(facts({ settings: { implicitAssignment: true } })['assignedToEveryone']).toBe(true);
      expect(facts({}, { missing: ['app-groups'] })['assignedToEveryone']).toBeInstanceOf(Unknown);
      expect(facts({ settings: { implicitAssignment: true } }, { missing: ['app-groups'] })['assignedToEveryone']).toBe(
        true,
      );
    });
  });

  it('finds attributes of the username that users may edit', () => {
    const template = (text: string) => ({ credentials: { userNameTemplate: { type: 'CUSTOM', template: text } } });
    const schema = {
      nodes: [
        { key: 'UserType:t', props: {} },
        { key: 'Attribute:t.nickName', props: { name: 'nickName', permission: 'READ_WRITE' } },
        { key: 'Attribute:t.login', props: { name: 'login', permission: 'READ_ONLY' } },
      ],
    };

    expect(facts(template('${source.nickName}'), schema)).toMatchObject({
      usernameTemplateType: 'CUSTOM',
      selfWritableUsernameAttributes: ['nickName'],
      selfWritableUsernameAttributeCount: 1,
    });
    expect(facts(template('${source.login}'), schema)['selfWritableUsernameAttributeCount']).toBe(0);
    expect(
      facts(template('${source.login}'), { ...schema, missing: ['user-schema'] })['selfWritableUsernameAttributeCount'],
    ).toBeInstanceOf(AtLeast);
  });

  describe('assertions', () => {
    const saml = (signOn: Record<string, unknown>, more?: Partial<SmallGraph>) => facts({ settings: { signOn } }, more);

    it('are weak with SHA-1, or when Okta says that nothing is signed', () => {
      expect(saml({ signatureAlgorithm: 'RSA_SHA1', digestAlgorithm: 'SHA256' })['signsWithSha1']).toBe(true);
      expect(saml({ signatureAlgorithm: 'RSA_SHA256', digestAlgorithm: 'SHA1' })['signsWithSha1']).toBe(true);
      expect(saml({ signatureAlgorithm: 'RSA_SHA256', digestAlgorithm: 'SHA256' })['signsWithSha1']).toBe(false);
      expect(saml({ assertionSigned: false, responseSigned: false })['signsNothing']).toBe(true);
      expect(saml({ assertionSigned: false, responseSigned: true })['signsNothing']).toBe(false);
      expect(saml({})['signsNothing']).toBe(false);
    });

    it('may go to a further host only within the organisation or beside the main one', () => {
      const to = (...urls: string[]) => ({
        allowMultipleAcsEndpoints: true,
        ssoAcsUrl: 'https://sso.vendor.test/acs',
        acsEndpoints: urls.map((url, index) => ({ url, index })),
      });

      expect(saml(to('https://eu.vendor.test/acs', 'https://acme.example/acs'))).toMatchObject({
        allowsMultipleAcs: true,
        foreignAcsHosts: [],
      });
      expect(saml(to('https://evil.test/acs'))['foreignAcsHosts']).toEqual(['evil.test']);
      expect(saml(to('https://evil.test/acs'), { missing: ['domains'] })['foreignAcsHosts']).toBeInstanceOf(Unknown);
    });

    it('pass ACTIVE hooks, of which those outside are named', () => {
      const hook = (uri: string, status = 'ACTIVE'): Partial<SmallGraph> => ({
        nodes: [{ key: 'Hook:h', props: { hookType: 'inline', status, channel: { config: { uri } } } }],
      });
      const hooked = { inlineHooks: [{ id: 'h' }] };

      expect(saml(hooked, hook('https://claims.vendor.test/x'))).toMatchObject({
        assertionHookHosts: ['claims.vendor.test'],
        foreignAssertionHookCount: 1,
        assertionHookDomains: ['claims.vendor.test', 'vendor.test', 'test'],
      });
      expect(saml(hooked, hook('https://hooks.acme.example/x'))['foreignAssertionHookCount']).toBe(0);
      expect(saml(hooked, hook('https://claims.vendor.test/x', 'INACTIVE'))['assertionHookHosts']).toEqual([]);
      expect(saml(hooked, { missing: ['inline-hooks'] })['foreignAssertionHookCount']).toBeInstanceOf(AtLeast);
    });
  });

  it('tells an edition without Universal Logout from a logout that is switched off', () => {
    expect(facts({ universalLogout: null })['universalLogoutStatus']).toBeNull();
    expect(facts({ universalLogout: { status: 'DISABLED' } })['universalLogoutStatus']).toBe('DISABLED');
  });
});
