import { DomainError } from '@posture/domain';
import { isPublicAddress, normaliseOktaDomain } from './okta-domain';

function refusal(input: string, allowLoopback = false): string {
  try {
    return `accepted as ${normaliseOktaDomain(input, { allowLoopback }).origin}`;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe('okta.domain_invalid');
    expect(error.field).toBe('oktaDomain');
    expect(error.remedy).not.toBeNull();
    return 'refused';
  }
}

const admin = (suffix: string): [string, string] => [`acme-admin.${suffix}`, `https://acme.${suffix}`];

describe('an Okta domain as an administrator types it', () => {
  it.each([
    ['acme', 'https://acme.okta.com'],
    ['  ACME.okta.com ', 'https://acme.okta.com'],
    ['https://acme.okta.com/', 'https://acme.okta.com'],
    ['acme-admin.okta.com', 'https://acme.okta.com'],
    ['acme-admin', 'https://acme.okta.com'],
    ['https://acme-admin.oktapreview.com', 'https://acme.oktapreview.com'],
    ['acme.okta-emea.com', 'https://acme.okta-emea.com'],
    ['acme.okta-gov.com', 'https://acme.okta-gov.com'],
    ...['oktapreview.com', 'okta-emea.com', 'okta-gov.com', 'okta.mil', 'okta-miltest.com'].map(admin),
    ...['trexcloud.com', 'trex-govcloud.com'].map(admin),
    ['login.acme.test', 'https://login.acme.test'],
    ['okta.acme-corporation.test', 'https://okta.acme-corporation.test'],
    ['acme.okta.example', 'https://acme.okta.example'],
    ['sso.okra.com', 'https://sso.okra.com'],
  ])('CON-04: %s becomes %s', (input, origin) => {
    expect(normaliseOktaDomain(input).origin).toBe(origin);
  });

  it.each([
    ['nothing', ''],
    ['blanks inside', 'acme okta.com'],
    ['several lines', 'acme.okta.com\nevil.test'],
    ['plain http', 'http://acme.okta.com'],
    ['another scheme', 'ftp://acme.okta.com'],
    ['a path', 'https://acme.okta.com/app'],
    ['a query', 'https://acme.okta.com/?x=1'],
    ['an empty query', 'https://acme.okta.com?'],
    ['a fragment', 'https://acme.okta.com#x'],
    ['a user name', 'https://acme.okta.com@evil.test'],
    ['a user and password', 'https://a:b@acme.okta.com'],
    ['a port', 'acme.okta.com:8443'],
    ['the default port', 'https://acme.okta.com:443'],
    ['a backslash', 'https://acme.okta.com\\@evil.test'],
    ['an address', '10.0.0.1'],
    ['a public address', '8.8.8.8'],
    ['an address in disguise', 'https://0x7f000001'],
    ['an IPv6 address', 'https://[::1]'],
    ['a mapped address', 'https://[::ffff:10.0.0.1]'],
    ['this machine', 'localhost'],
    ['a private name', 'okta.internal'],
    ['another private name', 'acme.corp'],
    ['a look-alike suffix', 'acme.okta.com.evil.test'],
    ['a look-alike with dashes', 'acme.okta-com.evil.org'],
    ['a dashed look-alike', 'acme-okta.com'],
    ['another top level', 'acme.okta.co'],
    ['a zero for an o', 'acme.0kta.com'],
    ['a Cyrillic o', 'acme.оkta.com'],
    ['a doubled letter', 'acme.okkta.com'],
    ['a misspelt preview', 'acme.oktaprevievv.com'.replace('vv', 'v')],
    ['Okta itself', 'okta.com'],
    ['a page of Okta', 'login.okta.com'],
    ['an underscore', 'ac_me.okta.com'],
    ['a leading dash', '-acme.okta.com'],
  ])('%s is refused: %s', (_what, input) => {
    expect(refusal(input)).toBe('refused');
  });

  it('is on this machine only when the installation allows it', () => {
    expect(refusal('http://127.0.0.1:4711')).toBe('refused');
    expect(normaliseOktaDomain('http://127.0.0.1:4711', { allowLoopback: true })).toEqual({
      origin: 'http://127.0.0.1:4711',
      host: '127.0.0.1:4711',
      local: true,
    });
    expect(normaliseOktaDomain('https://localhost:8443/', { allowLoopback: true }).origin).toBe(
      'https://localhost:8443',
    );
    expect(normaliseOktaDomain('http://[::1]:80', { allowLoopback: true }).local).toBe(true);
    expect(refusal('http://10.0.0.1:80', true)).toBe('refused');
    expect(refusal('http://192.168.1.1', true)).toBe('refused');
    expect(refusal('http://169.254.169.254', true)).toBe('refused');
    expect(refusal('http://[::ffff:127.0.0.1]:80', true)).toBe('refused');
    expect(refusal('http://org.localhost:80', true)).toBe('refused');
    expect(refusal('http://127.0.0.1.okta.example', true)).toBe('refused');
    expect(refusal('okta.internal', true)).toBe('refused');
    expect(refusal('http://acme.okta.com', true)).toBe('refused');
    expect(refusal('http://127.0.0.1:4711/api/v1', true)).toBe('refused');
    // Every other name is guarded as ever.
    expect(normaliseOktaDomain('acme.okta.com', { allowLoopback: true }).local).toBe(false);
  });
});

describe('an address is public', () => {
  it.each(['8.8.8.8', '2606:4700::1111'])('%s is', (address) => expect(isPublicAddress(address)).toBe(true));
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'name',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
});
