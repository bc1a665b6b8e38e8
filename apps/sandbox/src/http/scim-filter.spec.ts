import { matches, parseFilter, valueAt, type Grammar } from './scim-filter';

const GRAMMAR: Grammar = {
  caseSensitive: true,
  attributes: {
    status: ['eq'],
    lastUpdated: ['gt', 'lt'],
    'profile.*': ['eq', 'sw', 'pr'],
  },
};

const USER = {
  status: 'ACTIVE',
  lastUpdated: '2026-03-01T10:00:00.000Z',
  profile: { login: 'ada@acme.example', tags: ['blue', 'red'], manager: null },
};

function hits(text: string, caseSensitive = true): boolean {
  return matches(parseFilter(text, GRAMMAR), (attribute) => valueAt(USER, attribute), caseSensitive);
}

describe('scim filter', () => {
  it.each([
    ['status eq "ACTIVE"', true],
    ['status eq "active"', false],
    ['lastUpdated gt "2026-02-28T23:59:59.000Z"', true],
    ['lastUpdated lt "2026-03-01T10:00:00Z"', false],
    ['status eq "STAGED" or (status eq "ACTIVE" and profile.login sw "ada@")', true],
    ['profile.tags eq "red"', true],
    ['profile.manager pr', false],
  ])('%s: %s', (text, expected) => {
    expect(hits(text)).toBe(expected);
  });

  it('ignores the case of values in a search', () => {
    expect(hits('status eq "active"', false)).toBe(true);
  });

  it.each(['', 'status', 'status eq', 'status like "x"', 'lastLogin gt "2026"', 'status gt "A"', '(status eq "A"'])(
    'refuses %p as Okta does',
    (text) => {
      expect(() => parseFilter(text, GRAMMAR)).toThrow(expect.objectContaining({ status: 400, errorCode: 'E0000031' }));
    },
  );
});
