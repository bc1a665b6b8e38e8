import { nextOfBody, nextOfLinkHeader, ownPath } from './page-link';

const ORIGIN = 'https://acme.okta.example';
const LIST = '/api/v1/users';
const none = new Set<string>();

describe('the next page of a list', () => {
  it('is found among repeated and joined Link headers', () => {
    const self = `<${ORIGIN}${LIST}>; rel="self"`;
    const next = `<${ORIGIN}${LIST}?after=a,b&limit=200>; rel="next"`;
    expect(nextOfLinkHeader([self, next])).toBe(`${ORIGIN}${LIST}?after=a,b&limit=200`);
    expect(nextOfLinkHeader(`${self}, ${next}`)).toBe(`${ORIGIN}${LIST}?after=a,b&limit=200`);
    expect(nextOfLinkHeader(`${self} , ${next}`)).toBe(`${ORIGIN}${LIST}?after=a,b&limit=200`);
    expect(nextOfLinkHeader(self)).toBeNull();
    expect(nextOfLinkHeader(undefined)).toBeNull();
  });

  it.each([
    ['no brackets', `${ORIGIN}${LIST}; rel="next"`],
    ['quotes of another kind', `<${ORIGIN}${LIST}?after=1>; rel='next'`],
    ['links joined by something else', `<${ORIGIN}${LIST}>; rel="self"; <${ORIGIN}${LIST}?after=1>; rel="next"`],
    ['no address', '<>; rel="next"'],
  ])('is not taken for missing where the Link header has %s', (_what, header) => {
    expect(() => nextOfLinkHeader(header)).toThrow(expect.objectContaining({ code: 'okta.link_refused' }));
  });

  it.each([['rel=next'], ['REL="next"'], ['rel="Next"'], ['title="x"; rel="self next"']])(
    'is found however the relation is written: %s',
    (relation) => {
      expect(nextOfLinkHeader(`<${ORIGIN}${LIST}?after=1>; ${relation}`)).toBe(`${ORIGIN}${LIST}?after=1`);
    },
  );

  it('is found in the envelope of an IAM list', () => {
    expect(nextOfBody({ _links: { next: { href: 'https://x.test/y' } } })).toBe('https://x.test/y');
    expect(nextOfBody({ _links: { next: [{ href: 'https://x.test/y' }] } })).toBe('https://x.test/y');
    expect(nextOfBody({ _links: { next: 'https://x.test/y' } })).toBe('https://x.test/y');
    expect(nextOfBody({ value: [] })).toBeNull();
    expect(nextOfBody({ _links: { next: null } })).toBeNull();
  });

  it.each([[{}], [{ href: null }], [{ href: 7 }], [{ href: '' }], [true]])(
    'is not taken for missing where the envelope has it as %j',
    (link) => {
      expect(() => nextOfBody({ _links: { next: link } })).toThrow(
        expect.objectContaining({ code: 'okta.link_refused' }),
      );
    },
  );

  it('is followed by path, also where it names the Admin Console or a known host of the org', () => {
    expect(ownPath(`${ORIGIN}${LIST}?after=1`, ORIGIN, none, LIST)).toBe(`${LIST}?after=1`);
    expect(ownPath(`https://acme-admin.okta.example${LIST}?after=1`, ORIGIN, none, LIST)).toBe(`${LIST}?after=1`);
    expect(ownPath(`${LIST}?after=1`, ORIGIN, none, LIST)).toBe(`${LIST}?after=1`);
    const known = new Set(['acme.okta.test']);
    expect(ownPath(`https://acme-admin.okta.test${LIST}?after=1`, ORIGIN, known, LIST)).toBe(`${LIST}?after=1`);
    expect(
      ownPath(
        'http://127.0.0.1-admin:4711/api/v1/iam/roles?after=1',
        'http://127.0.0.1:4711',
        none,
        '/api/v1/iam/roles',
      ),
    ).toBe('/api/v1/iam/roles?after=1');
  });

  it('is read on our own origin where an org on this machine names its Admin Console as Okta would', () => {
    const link = 'https://acme-admin.okta.example/api/v1/iam/roles?after=1';
    expect(ownPath(link, 'http://127.0.0.1:4711', none, '/api/v1/iam/roles')).toBe('/api/v1/iam/roles?after=1');
    expect(() =>
      ownPath('https://acme.okta.example/api/v1/iam/roles', 'http://127.0.0.1:4711', none, '/api/v1/iam/roles'),
    ).toThrow(expect.objectContaining({ code: 'okta.link_refused' }));
  });

  it.each([
    ['another host', `https://evil.test${LIST}?after=1`],
    ['a look-alike of the Admin Console', `https://acme-admin.okta.example.evil.test${LIST}`],
    ['another port', `https://acme.okta.example:8443${LIST}`],
    ['another list', `${ORIGIN}/api/v1/groups?after=1`],
    ['plain http', `http://acme.okta.example${LIST}?after=1`],
    ['nonsense', 'https://'],
  ])('is refused at %s', (_what, link) => {
    expect(() => ownPath(link, ORIGIN, none, LIST)).toThrow(expect.objectContaining({ code: 'okta.link_refused' }));
  });
});
