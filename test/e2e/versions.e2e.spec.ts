import type { Response } from 'supertest';
import { ServedApi } from '../support/served-api';
import { SetClock } from '../support/set-clock';

const NOBODY = '0198f000-0000-7000-8000-000000000000';

describe('A change over HTTP', () => {
  let served: ServedApi;
  let channel: string;
  let schedule: string;

  beforeAll(async () => {
    served = await ServedApi.open(new SetClock('2026-11-30T12:00:00Z'));
    schedule = `/connections/${await served.connect('brightwater')}/schedule`;
    const made = await served.api.post('/channels', { name: 'SIEM', url: 'https://siem.acme.example/in' });
    channel = `/channels/${made.body.channel.id}`;
  });
  afterAll(() => served?.close());

  const change = (path: string, body: object, version?: string): Promise<Response> =>
    served.api.call('patch', path, { body, headers: version === undefined ? {} : { 'if-match': version } });

  it.each([
    ['a channel', () => channel, { name: 'Security' }],
    ['a schedule', () => schedule, { every: 360 }],
  ])('says which version of %s it is of, and is made once', async (_what, path, body) => {
    const { headers } = await served.api.get(path());
    const seen = String(headers['etag']);

    const both = await Promise.all([change(path(), body, seen), change(path(), body, seen)]);
    const [made, refused] = both.sort((a, b) => a.status - b.status);

    expect([made!.status, made!.headers['etag']]).toEqual([200, `"v${made!.body.version}"`]);
    expect(refused!.status).toBe(412);
    expect(refused!.body).toMatchObject({ field: 'If-Match', version: made!.body.version, remedy: expect.any(String) });
    expect((await served.api.get(path())).body).toEqual(made!.body);
  });

  it('A8: is refused without a version, with one that is none, and with an old one, and nothing is changed', async () => {
    const before = (await served.api.get(channel)).body;
    const tried = [undefined, '*', '"v1", "v2"', 'v1', '"abc"', 'W/"v1"', '"v0"'];

    const refused = await Promise.all(tried.map((version) => change(channel, { name: 'Lost' }, version)));

    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
      [428, 'request.precondition_required'],
      ...Array.from({ length: 5 }, () => [400, 'request.if_match_invalid']),
      [412, 'channel.stale'],
    ]);
    expect((await served.api.get(channel)).body).toEqual(before);
  });

  it('is not said to be stale of what is not there', async () => {
    const answer = await change(`/channels/${NOBODY}`, { name: 'Nobody' }, '"v1"');
    expect([answer.status, answer.body.code]).toEqual([404, 'channel.not_found']);
  });

  it('shows in what a reader has: the same is not sent again, another is', async () => {
    const { headers, body } = await served.api.get(channel);
    const seen = { headers: { 'if-none-match': String(headers['etag']) } };

    const same = await served.api.get(channel, seen);
    expect([same.status, same.text, same.headers['etag']]).toEqual([304, '', headers['etag']]);

    await change(channel, { name: 'Another' }, String(headers['etag']));
    const other = await served.api.get(channel, seen);
    expect([other.status, other.body.name]).toEqual([200, 'Another']);
    expect(other.body.version).toBe(body.version + 1);
  });

  it('of the secret of a channel is a change of the channel', async () => {
    const { headers } = await served.api.get(channel);
    await served.api.post(`${channel}/secret`);
    expect((await change(channel, { name: 'Late' }, String(headers['etag']))).status).toBe(412);
  });

  it('that deletes is one, too', async () => {
    expect((await served.api.call('delete', channel)).status).toBe(428);
    expect((await served.api.call('delete', channel, { headers: { 'if-match': '"v1"' } })).status).toBe(412);
    expect((await served.api.change('delete', channel)).status).toBe(204);
    expect((await served.api.get(channel)).status).toBe(404);
  });
});
