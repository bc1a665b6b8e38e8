import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph } from '../../../graph/build-graph';
import { attributeFacts } from './attribute.facts';
import { attributesIn } from './attribute-references';
import { factsOf } from './facts-of.spec-support';
import { groupRuleFacts } from './group-rule.facts';

const RULE = 'GroupRule:r';
const DEPARTMENT = 'Attribute:t.department';

function rule(expression: string, more: Partial<SmallGraph> = {}): SmallGraph {
  return {
    ...more,
    nodes: [
      { key: RULE, name: 'Finance', props: { status: 'ACTIVE', expression } },
      { key: 'Group:g', name: 'Cloud admins', props: { type: 'OKTA_GROUP' } },
      { key: 'App:aws', props: { status: 'ACTIVE', catalogName: 'amazon_aws' } },
      { key: 'UserType:t' },
      { key: DEPARTMENT, props: { typeId: 't', name: 'department', permission: 'READ_WRITE' } },
      { key: 'Attribute:t.division', props: { typeId: 't', name: 'division', permission: 'READ_ONLY' } },
      { key: 'Attribute:t.closed', props: { typeId: 't', name: 'closed', permission: null } },
      ...(more.nodes ?? []),
    ],
    edges: [[RULE, 'ADDS_TO', 'Group:g'], ...(more.edges ?? [])],
  };
}

describe('Facts about a group rule', () => {
  it('has every fact its schema declares, and no other', () => {
    expect(Object.keys(factsOf(groupRuleFacts, rule(''), RULE)).sort()).toEqual(
      Object.keys(groupRuleFacts.schema).sort(),
    );
  });

  it('names attributes users write themselves, as a lower bound while the schema is unread', () => {
    const graph = rule('user.department == "Finance" and user.division == "EU"');

    expect(factsOf(groupRuleFacts, graph, RULE)).toMatchObject({
      selfWritableAttributes: ['department'],
      selfWritableAttributeCount: 1,
    });
    expect(
      factsOf(groupRuleFacts, { ...graph, missing: ['user-schema'] }, RULE)['selfWritableAttributeCount'],
    ).toBeInstanceOf(AtLeast);
  });

  it('weighs the target by its own tier and by the applications it gives', () => {
    const gives = rule('user.division == "EU"', { edges: [['Group:g', 'ASSIGNED_TO', 'App:aws']] });
    const idle = rule('user.division == "EU"');

    expect(factsOf(groupRuleFacts, gives, RULE)).toMatchObject({
      givesPrivilege: true,
      givesSensitiveAccess: true,
      privilegedTargets: ['Cloud admins'],
    });
    expect(factsOf(groupRuleFacts, idle, RULE)).toMatchObject({ givesPrivilege: false, givesSensitiveAccess: false });
    expect(factsOf(groupRuleFacts, { ...idle, missing: ['app-groups'] }, RULE)['givesPrivilege']).toBeInstanceOf(
      Unknown,
    );
    expect(factsOf(groupRuleFacts, { ...gives, missing: ['group-roles'] }, RULE)['givesPrivilege']).toBe(true);
  });

  it.each([
    ['user.department == "Finance"', false],
    ['String.stringContains(user.department, "fin")', true],
    ['String.startsWith(user.costCenter, "DE")', true],
    ['String.substringAfter(user.email, "@") == "acme.example"', true],
    ['isMemberOfAnyGroup("00g1")', false],
  ])('sees whether %s compares part of a value', (expression, broad) => {
    expect(factsOf(groupRuleFacts, rule(expression), RULE)['isBroadMatch']).toBe(broad);
  });

  it.each([
    ['user.department == "user.title"', ['department']],
    ['user.getInternalProperty("status") == "ACTIVE"', []],
    ['user.profile.title sw "x" or source.login ne null', ['login', 'title']],
    ['user["costCenter"] == "9" or user.profile[\'city\'] == "Ghent"', ['city', 'costCenter']],
    ['user["costCenter"] == "42" and user.profile["title"] != null', ['costCenter', 'title']],
    ['appuser.name == "x" and other.user.city == "y"', []],
    ['${source.email}', ['email']],
  ])('reads the attributes of %s', (expression, names) => {
    expect(attributesIn(expression)).toEqual(names);
  });
});

describe('Facts about an attribute', () => {
  const graph = rule('user.department == "Finance"', {
    nodes: [
      {
        key: 'App:crm',
        name: 'CRM',
        props: { status: 'ACTIVE', credentials: { userNameTemplate: { template: '${source.department}' } } },
      },
      {
        key: 'IdP:i',
        name: 'Partner',
        props: {
          status: 'ACTIVE',
          policy: { subject: { matchType: 'CUSTOM_ATTRIBUTE', matchAttribute: 'department' } },
        },
      },
      {
        key: 'IdP:off',
        props: {
          status: 'INACTIVE',
          policy: { subject: { matchType: 'CUSTOM_ATTRIBUTE', matchAttribute: 'division' } },
        },
      },
    ],
  });

  it('lists what decides by it', () => {
    expect(factsOf(attributeFacts, graph, DEPARTMENT)).toEqual({
      isSelfWritable: true,
      securityUses: ['group rule Finance', 'username of CRM', 'sign-in through Partner'],
      securityUseCount: 3,
    });
    expect(factsOf(attributeFacts, graph, 'Attribute:t.division')).toMatchObject({
      isSelfWritable: false,
      securityUseCount: 0,
    });
  });

  it('is closed to users when its schema names no permission, and unknown when the schema was not read', () => {
    expect(factsOf(attributeFacts, graph, 'Attribute:t.closed')['isSelfWritable']).toBe(false);
    expect(
      factsOf(attributeFacts, { ...graph, missing: ['user-schema'] }, DEPARTMENT)['isSelfWritable'],
    ).toBeInstanceOf(Unknown);
  });
});
