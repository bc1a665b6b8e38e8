import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { factsOf } from './facts-of.spec-support';
import { idpFacts } from './idp.facts';

const IDP = 'IdP:i1';

const TENANT: Pick<SmallGraph, 'nodes' | 'edges'> = {
  nodes: [
    { key: 'User:admin', props: { status: 'ACTIVE', login: 'admin@acme.example' } },
    { key: 'User:clerk', props: { status: 'ACTIVE', login: 'clerk@acme.example' } },
    { key: 'RoleAssignment:r', props: { type: 'HELP_DESK_ADMIN' } },
    { key: 'Group:desk', name: 'Desk', props: { type: 'OKTA_GROUP' } },
    { key: 'Group:staff', name: 'Staff', props: { type: 'OKTA_GROUP' } },
    { key: 'Group:sales', name: 'Sales', props: { type: 'OKTA_GROUP' } },
    { key: 'App:crm', name: 'CRM', props: { status: 'ACTIVE', catalogName: 'salesforce' } },
  ],
  edges: [
    ['User:admin', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:r'],
    ['User:admin', 'MEMBER_OF', 'Group:desk'],
    ['User:clerk', 'MEMBER_OF', 'Group:staff'],
    ['Group:sales', 'ASSIGNED_TO', 'App:crm'],
  ],
};

function idp(props: Record<string, unknown>, more: Partial<SmallGraph> = {}): SmallGraph {
  const node = { key: IDP, name: 'Partner', props: { status: 'ACTIVE', type: 'SAML2', ...props } };
  return {
    ...more,
    nodes: [...TENANT.nodes, node, ...(more.nodes ?? [])],
    edges: [...TENANT.edges, ...(more.edges ?? [])],
  };
}

const facts = (props: Record<string, unknown>, more?: Partial<SmallGraph>) => factsOf(idpFacts, idp(props, more), IDP);

describe('Facts about an identity provider', () => {
  it('has every fact its schema declares, and no other', () => {
    expect(Object.keys(facts({})).sort()).toEqual(Object.keys(idpFacts.schema).sort());
  });

  describe('account linking', () => {
    const linking = (filter: unknown) => ({ policy: { accountLink: { action: 'AUTO', filter } } });

    it('without a filter reaches administrators', () => {
      expect(facts(linking(null))).toMatchObject({
        autoLinks: true,
        linkGroupCount: 0,
        linkExcludesAdmins: false,
        linkReachesAdmin: true,
      });
      expect(facts({})).toMatchObject({ autoLinks: false, linkReachesAdmin: false });
    });

    it('within a group reaches the administrators in it', () => {
      expect(facts(linking({ groups: { include: ['desk'] } }))['linkReachesAdmin']).toBe(true);
      expect(facts(linking({ groups: { include: ['staff'] } }))).toMatchObject({
        linkGroupCount: 1,
        linkReachesAdmin: false,
      });
      const excluded = linking({ groups: { include: ['desk'] }, users: { excludeAdmins: true } });
      expect(facts(excluded)).toMatchObject({ linkExcludesAdmins: true, linkReachesAdmin: false });
    });

    const named = (change: object, type = 'SAML2') =>
      facts({
        type,
        policy: {
          accountLink: { action: 'AUTO', filter: null },
          subject: {
            filter: String.raw`^\S+@partner\.example$`,
            matchType: 'USERNAME',
            userNameTemplate: { template: 'idpuser.subjectNameId' },
            ...change,
          },
        },
      })['linkReachesAdmin'];

    it('reaches only administrators whose name the filter admits', () => {
      expect(named({})).toBe(false);
      expect(named({ filter: String.raw`^\S+@acme\.example$` })).toBe(true);
    });

    it('is taken to reach them where it cannot be told whom the filter admits', () => {
      expect(named({ filter: null })).toBe(true);
      expect(named({ filter: String.raw`^(?!root)\S+@partner\.example$` })).toBe(true);
      expect(named({ userNameTemplate: { template: 'idpuser.email' } })).toBe(true);
      expect(named({ userNameTemplate: { template: 'idpuser.subjectNameId + "@acme.example"' } })).toBe(true);
      expect(named({ userNameTemplate: null })).toBe(true);
      expect(named({ matchType: 'CUSTOM_ATTRIBUTE', matchAttribute: 'employeeNumber' })).toBe(true);
      expect(named({ matchType: undefined })).toBe(true);
      // The administrator's address was not read.
      expect(named({ matchType: 'USERNAME_OR_EMAIL' })).toBe(true);
      expect(named({}, 'MICROSOFT')).toBe(true);
    });

    it('is not cleared while roles or members are hidden', () => {
      const staff = linking({ groups: { include: ['staff'] } });

      expect(facts(staff, { missing: ['role-assignees'] })['linkReachesAdmin']).toBeInstanceOf(Unknown);
      expect(facts(staff, { missing: ['group-members'] })['linkReachesAdmin']).toBeInstanceOf(Unknown);
    });
  });

  it('names privileged groups it fills, by role and by the applications they give', () => {
    const assigning = { policy: { provisioning: { groups: { action: 'ASSIGN' } } } };
    const to = (...groups: string[]): Partial<SmallGraph> => ({
      nodes: [{ key: 'RoleAssignment:g', props: { type: 'APP_ADMIN' } }],
      edges: [
        ['Group:desk', 'HAS_ROLE_ASSIGNMENT', 'RoleAssignment:g'],
        ...groups.map((group) => [IDP, 'ASSIGNS_GROUP', `Group:${group}`] as const),
      ],
    });

    expect(facts(assigning, to('desk', 'sales', 'staff'))).toMatchObject({
      groupAction: 'ASSIGN',
      privilegedGroups: ['Desk', 'Sales'],
      privilegedGroupCount: 2,
    });
    expect(facts(assigning, to('staff'))['privilegedGroupCount']).toBe(0);
    expect(facts(assigning, { ...to('staff'), missing: ['group-roles'] })['privilegedGroupCount']).toBeInstanceOf(
      AtLeast,
    );
    expect(facts({})['groupAction']).toBe('NONE');
  });

  it('knows which attributes ACTIVE group rules decide by', () => {
    const rules: Partial<SmallGraph> = {
      nodes: [
        { key: 'GroupRule:a', props: { status: 'ACTIVE', expression: 'user.department=="Sales"' } },
        { key: 'GroupRule:b', props: { status: 'INACTIVE', expression: 'user.title=="Boss"' } },
      ],
    };
    const mastering = { policy: { provisioning: { profileMaster: true } } };

    expect(facts(mastering, rules)).toMatchObject({ mastersProfile: true, ruleAttributes: ['department'] });
    expect(facts(mastering, { missing: ['group-rules'] })['ruleAttributeCount']).toBeInstanceOf(AtLeast);
  });

  it('takes a pattern that admits any domain for none', () => {
    const filter = (pattern: string | null) => facts({ policy: { subject: { filter: pattern } } })['limitsSubjects'];

    for (const pattern of [null, '', '.*', '^.*$', '(.+)', '(\\S+@\\S+)', '^[\\w.+-]+@[\\w.-]+$', '(?i).+@.+'])
      expect(filter(pattern)).toBe(false);
    for (const pattern of ['^.+@partner\\.example$', '(\\S+@partner\\.example)']) expect(filter(pattern)).toBe(true);
  });

  it.each(['(.|.|.|.|.|.|.|.|.|.)*Z', '[a-z', '^(?!root).+@.+$'])(
    'runs no pattern of a provider, so that of %s it cannot tell whom it keeps out',
    (filter) => {
      const { limitsSubjects } = facts({ policy: { subject: { filter } } });

      expect(limitsSubjects).toBeInstanceOf(Unknown);
      expect((limitsSubjects as Unknown).needs[0]).toMatchObject({
        resource: 'idps',
        reason: expect.stringContaining('patterns of a provider are never run') as string,
      });
    },
  );

  it('reads the issuer of smart cards in one pass, however much white space it is made of', () => {
    const issuer = `ou${' '.repeat(200_000)}x`;
    const started = performance.now();

    expect(facts({ type: 'X509', protocol: { credentials: { trust: { issuer } } } })['issuerParts']).toEqual([issuer]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('lists the claims a username is made of', () => {
    const template = 'String.append(idpuser.email, idpuser.tenant)';

    expect(facts({ policy: { subject: { userNameTemplate: { template } } } })['subjectClaims']).toEqual([
      'email',
      'tenant',
    ]);
  });

  it('reads how messages are checked, where they are SAML', () => {
    const algorithms = { response: { signature: { algorithm: 'SHA-1', scope: 'NONE' } } };

    expect(facts({ protocol: { type: 'SAML2', algorithms }, policy: { maxClockSkew: 600000 } })).toMatchObject({
      signatureAlgorithm: 'SHA-1',
      signatureScope: 'NONE',
      maxClockSkewMs: 600000,
    });
    expect(facts({ type: 'OIDC', protocol: { type: 'OIDC', algorithms } })['signatureAlgorithm']).toBeNull();
  });

  it('believes foreign factors by either setting', () => {
    expect(facts({ policy: { trustClaims: true } })['trustsForeignMfa']).toBe(true);
    expect(facts({ policy: { mapAMRClaims: true } })['trustsForeignMfa']).toBe(true);
    expect(facts({})['trustsForeignMfa']).toBe(false);
  });

  it('takes the issuer of smart cards apart, and does not guess one that is missing', () => {
    const cards = (issuer?: string) => facts({ type: 'X509', protocol: { credentials: { trust: { issuer } } } });

    expect(cards('CN = DOD ID CA-70, OU=DoD')['issuerParts']).toEqual([
      'cn = dod id ca-70, ou=dod',
      'cn=dod id ca-70',
      'ou=dod',
    ]);
    expect(cards()['issuerParts']).toBeInstanceOf(Unknown);
    expect(facts({})['issuerParts']).toEqual([]);
  });
});
