import type { Coverage, CoverageState } from '@posture/domain';
import { CoverageIndex } from './coverage-index';

const MONDAY = new Date('2026-03-02T06:00:00Z');
const TUESDAY = new Date('2026-03-03T06:00:00Z');

function read(parent: Coverage['parent'], state: CoverageState, at: Date): Coverage {
  return {
    resource: 'user-roles',
    parent,
    state,
    reason: null,
    missing: state === 'forbidden' ? 'roles.read' : null,
    records: 1,
    readStartedAt: at,
    readAt: new Date(at.getTime() + 60_000),
  };
}

const ofUser = (whole: Coverage, own: Coverage) => new CoverageIndex([whole, own], TUESDAY).of('user-roles', 'User:u');

describe('coverage of a list without a row', () => {
  it('is not read, in a graph written down by hand complete', () => {
    expect(new CoverageIndex([], MONDAY).of('zones')).toMatchObject({
      state: 'not_read',
      reason: 'no sync has read it',
    });
    expect(new CoverageIndex([], MONDAY, 'complete').of('zones', 'User:u')).toMatchObject({
      state: 'complete',
      reason: null,
    });
  });
});

describe('coverage of one list', () => {
  it('is its own while the resource was read with it', () => {
    expect(ofUser(read('', 'complete', MONDAY), read('User:u', 'complete', MONDAY)).parent).toBe('User:u');
    expect(ofUser(read('', 'forbidden', MONDAY), read('User:u', 'complete', MONDAY)).parent).toBe('User:u');
  });

  it('is that of the resource once that was refused: an older look cannot tell that nothing was added', () => {
    expect(ofUser(read('', 'forbidden', TUESDAY), read('User:u', 'complete', MONDAY))).toMatchObject({
      state: 'forbidden',
      missing: 'roles.read',
    });
    expect(ofUser(read('', 'failed', TUESDAY), read('User:u', 'complete', MONDAY)).state).toBe('failed');
  });

  it('stays its own where the list was not due again', () => {
    expect(ofUser(read('', 'not_read', TUESDAY), read('User:u', 'complete', MONDAY)).state).toBe('complete');
    expect(ofUser(read('', 'partial', TUESDAY), read('User:u', 'complete', MONDAY)).state).toBe('complete');
  });
});
