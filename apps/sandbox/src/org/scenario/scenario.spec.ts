import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOrg } from '../index';

const NOW = new Date('2026-06-01T12:00:00Z');

describe('scenarios', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'scenario-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  const write = (text: string, file = 'a.yaml'): string => {
    writeFileSync(join(dir, file), text);
    return dir;
  };
  const plant = (body: string): string =>
    write(`plants:\n  - name: p\n    why: because\n${body.replace(/^/gm, '    ')}`);
  const open = (path: string): ReturnType<typeof createOrg> => createOrg({ scenario: path, users: 50, now: NOW });

  it('implies nothing in a quiet org', () => {
    expect(open('quiet').manifest()).toEqual({
      scenario: 'quiet',
      profile: 'everything',
      findings: [],
      measures: [],
      decoys: [],
    });
  });

  it.each(['trial', 'manifest'])('%s loads, and every object of it is found', (name) => {
    const org = createOrg({ scenario: name, now: NOW });
    const manifest = org.manifest();
    for (const { subject } of manifest.findings) expect(subject.name).not.toBeNull();
    expect(org.presentUsers.size).toBeGreaterThan(1000);
  });

  it('lists what the manifest implies by rule, with ids that the org knows', () => {
    const org = createOrg({ scenario: 'manifest', now: NOW });
    const { findings, decoys } = org.manifest();
    expect(new Set(findings.map(({ rule }) => rule)).size).toBeGreaterThanOrEqual(40);
    const rules = findings.map(({ rule }) => rule);
    expect(rules).toEqual([...rules].sort());
    expect(decoys.length).toBeGreaterThan(15);
    const planted = findings.find(({ rule }) => rule === 'okta-superadmin-service-account');
    expect(planted?.subject.name).toBe('svc-payroll@brightwater.example');
    expect(org.sublist('userRoles', planted?.subject.externalId ?? '')?.at(0)).toMatchObject({ type: 'SUPER_ADMIN' });
  });

  it('plants across fragments, with names for ids and times relative to now', () => {
    write(
      'plants: [{ name: b, why: x, add: { roles: [{ user: $jo, type: CUSTOM, role: $desk, resourceSet: $set }] } }]',
      'b.yaml',
    );
    write(
      [
        'plants:',
        '  - name: a',
        '    why: x',
        '    add:',
        '      users: [{ id: jo, lastLogin: -40d, profile: { note: "${jo} ${source.login}" } }]',
        '      customRoles: [{ id: desk, permissions: [okta.users.read] }]',
        '      resourceSets: [{ id: set, resources: [all-users] }]',
        '    implies: [{ rule: okta-x, subject: { kind: User, externalId: $jo }, parent: { kind: Org, externalId: $org } }]',
      ].join('\n'),
    );
    const org = open(dir);
    const jo = org.user(org.idOf('jo') as string);
    expect(jo?.lastLogin).toBe('2026-04-22T12:00:00.000Z');
    expect(jo?.profile.note).toBe(`${jo?.id} \${source.login}`);
    const set = org.idOf('set') as string;
    const members = org.sublist('bindingMembers', `${set}/${org.idOf('desk')}`);
    expect(members?.at(0)._links).toEqual({ self: { href: `https://{org}/api/v1/users/${jo?.id}` } });
    expect(org.manifest().findings).toEqual([
      {
        rule: 'okta-x',
        subject: { kind: 'User', externalId: jo?.id, name: 'jo@brightwater.example' },
        parent: { kind: 'Org', externalId: org.id, name: 'Brightwater Instruments' },
        plant: 'a',
      },
    ]);
  });

  it.each([
    ['add: { persons: [] }', 'a.yaml, "p", collection persons: is unknown'],
    ['add: { users: [{ id: Jo Doe }] }', 'a.yaml, "p", add.users.id: "Jo Doe" is neither a name'],
    ['add: { users: [{ id: everyone }] }', 'a.yaml, "p", add.users.id: "everyone" is taken'],
    ['add: { tokens: [{ id: t }] }', 'a.yaml, "p", add.tokens[0]: owner: is missing'],
    ['add: { tokens: [{ id: t, owner: $nobody }] }', 'a.yaml, "p", add.tokens[0].owner: "$nobody" names no object'],
    ['add: { roles: [{ user: $staff-1, type: KING }] }', 'a.yaml, "p", add.roles[0]: type: names no role'],
    [
      'patch: { zones: { nowhere: { status: INACTIVE } } }',
      'a.yaml, "p", patch.zones.nowhere: nowhere: is not in zones',
    ],
    [
      'implies: [{ rule: no-mfa, subject: { kind: User, externalId: $org } }]',
      'a.yaml, "p", implies[0].rule: must be a rule id',
    ],
    [
      'implies: [{ rule: okta-x, subject: { kind: User } }]',
      'a.yaml, "p", implies[0].subject.externalId: must be a text',
    ],
    [
      'implies: [{ rule: okta-x, subject: { kind: User, externalId: $who } }]',
      'a.yaml, "p", implies[0]: "$who" names no object',
    ],
  ])('%s is refused, naming file, plant and field', (body, message) => {
    expect(() => open(plant(body))).toThrow(message);
  });

  it('refuses a decoy that implies something or is near nothing, a broken file and a missing one', () => {
    write('decoys: [{ name: d, why: x }]');
    expect(() => open(dir)).toThrow('a.yaml, "d", nearMissOf: a decoy names the rule it almost matches');
    write('plants: [');
    expect(() => open(dir)).toThrow('a.yaml, yaml: ');
    expect(() => open(join(dir, 'none'))).toThrow('there is no such scenario');
  });
});
