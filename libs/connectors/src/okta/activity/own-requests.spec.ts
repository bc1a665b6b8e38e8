import { Secret } from '@posture/platform';
import { LocalOrg, refusal } from './local-org.spec-support';
import { ownRequests } from './own-requests';

let org: LocalOrg;
afterEach(() => org.stop());

const ME = { id: '00umine', profile: { login: 'engine@brightwater.example' } };
const token = (id: string, userId: string) => ({ id, userId, name: id });

function listing(tokens: readonly unknown[]): Promise<LocalOrg> {
  return LocalOrg.start((path) => ({ body: path === '/api/v1/users/me' ? ME : tokens }));
}

describe('What our own requests are known by', () => {
  it('is the only API token of its owner', async () => {
    org = await listing([token('00Ttheirs', '00uother'), token('00Tours', '00umine')]);

    await expect(ownRequests(org.client())).resolves.toEqual({
      apiTokenIds: ['00Tours'],
      userAgent: 'posture-engine',
    });
    expect(org.asked).toEqual(['/api/v1/users/me', '/api/v1/api-tokens']);
  });

  it.each([
    ['the owner has several tokens', [token('00Ta', '00umine'), token('00Tb', '00umine')]],
    ['none of the tokens is the owner’s', [token('00Ta', '00uother')]],
    ['no token is listed', []],
  ])('is not guessed where %s', async (_, tokens) => {
    org = await listing(tokens);

    await expect(ownRequests(org.client())).resolves.toEqual({ userAgent: 'posture-engine' });
  });

  it.each(['/api/v1/users/me', '/api/v1/api-tokens'])('stays unknown where %s may not be read', async (forbidden) => {
    org = await LocalOrg.start((path) => (path === forbidden ? refusal(403, 'E0000006') : { body: ME }));

    await expect(ownRequests(org.client())).resolves.toEqual({ userAgent: 'posture-engine' });
  });

  it('is the id of an OAuth client, for which nobody is asked', async () => {
    org = await listing([]);
    const credential = {
      kind: 'client_secret',
      clientId: '0oaours',
      clientSecret: new Secret('shh-invented'),
    } as const;

    await expect(ownRequests(org.client(credential))).resolves.toMatchObject({ clientIds: ['0oaours'] });
    expect(org.asked).toEqual([]);
  });

  it('is no matter of a moment in which Okta is away', async () => {
    org = await LocalOrg.start(() => refusal(503, 'E0000010'));

    await expect(ownRequests(org.client())).rejects.toMatchObject({ code: 'okta.unavailable' });
  });
});
