import type { Coverage } from '@posture/domain';
import { coverageLines } from './coverage-lines';

const RESOURCES = { users: {}, groups: {}, 'group-members': { per: 'Group' }, apps: {} };

function row(resource: string, parent: Coverage['parent'], over: Partial<Coverage> = {}): Coverage {
  const at = new Date('2026-03-02T09:00:00.000Z');
  return {
    resource,
    parent,
    state: 'complete',
    reason: null,
    missing: null,
    records: 5,
    readStartedAt: at,
    readAt: at,
    ...over,
  };
}

describe('Coverage by resource', () => {
  it('comes in the order of the catalogue, without resources nobody tried', () => {
    expect(coverageLines([row('groups', ''), row('users', '')], RESOURCES).map(({ resource }) => resource)).toEqual([
      'users',
      'groups',
    ]);
  });

  it('is the worst of the lists when the whole was read, and adds their records up', () => {
    const refused = {
      state: 'forbidden',
      reason: 'It may not be read.',
      missing: 'groups.read',
      records: 0,
    } as const;
    const rows = [
      row('group-members', '', { records: 9 }),
      row('group-members', 'Group:a'),
      row('group-members', 'Group:b', refused),
    ];
    expect(coverageLines(rows, RESOURCES)).toEqual([
      { resource: 'group-members', state: 'forbidden', reason: refused.reason, missing: refused.missing, records: 5 },
    ]);
  });

  it('is what the read of the whole lacks when it lacks something itself', () => {
    const rows = [
      row('group-members', '', { state: 'unlicensed', reason: 'Not in this edition.' }),
      row('group-members', 'Group:a', { state: 'failed', reason: 'It broke off.' }),
    ];
    expect(coverageLines(rows, RESOURCES)).toMatchObject([{ state: 'unlicensed', reason: 'Not in this edition.' }]);
  });
});
