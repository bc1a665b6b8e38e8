import { FaultSwitch, parseFault } from './faults';

describe('FaultSwitch', () => {
  it('strikes the requests at its position, and no others', () => {
    const faults = new FaultSwitch([{ kind: 'reset', path: '/api/v1/apps/*/users', after: 2, count: 2 }]);
    const struck = Array.from({ length: 6 }, () => faults.strike('GET', '/api/v1/apps/0oa1/users').length);
    expect(struck).toEqual([0, 0, 1, 1, 0, 0]);
    expect(faults.strike('GET', '/api/v1/apps')).toEqual([]);
  });

  it('keeps a lost permission lost', () => {
    const faults = new FaultSwitch([{ kind: 'forbidden', path: '/api/v1/users', after: 1 }]);
    const struck = Array.from({ length: 4 }, () => faults.strike('GET', '/api/v1/users').length);
    expect(struck).toEqual([0, 1, 1, 1]);
  });

  it('says which field of a fault is wrong', () => {
    expect(() => parseFault({ kind: 'explode', path: '/x' })).toThrow(/^kind:/);
    expect(() => parseFault({ kind: 'reset', path: 'api' })).toThrow(/^path:/);
    expect(() => parseFault({ kind: 'reset', path: '/x', after: -1 })).toThrow(/^after:/);
  });
});
