import { FindingReconciler } from '@posture/findings';
import { ApiKeyStore } from '@posture/operators';
import { uuidv7 } from '@posture/platform';
import { AlertFlow } from '../../libs/flows/src/alert.flow';
import { TriageFlow } from '../../libs/flows/src/triage.flow';
import { candidate, judgement } from '../support/judgements';
import { PERSON } from '../support/operators';
import { ServedApi } from '../support/served-api';
import { SetClock } from '../support/set-clock';

const DAY_MS = 24 * 3_600_000;
const REASON = 'The vendor needs it until the migration is over.';

describe('Working on findings over HTTP', () => {
  const clock = new SetClock('2026-11-30T12:00:00Z');
  let served: ServedApi;
  let connectionId: string;
  let version = 0;
  let analyst: string;

  beforeAll(async () => {
    served = await ServedApi.open(clock);
    connectionId = await served.connect('brightwater');
    analyst = await keyOf('analyst');
  });
  afterAll(() => served?.close());

  async function keyOf(role: 'viewer' | 'analyst', connections?: string[]): Promise<string> {
    const name = `${role} ${uuidv7()}`;
    return (await served.app.get(ApiKeyStore).create(PERSON, { name, role, connections })).value.reveal();
  }

  /** The only finding of a rule of its own. */
  async function found(of = connectionId): Promise<{ id: string; path: string }> {
    version += 1;
    const rule = `rule-${version}`;
    const found = judgement(version, [candidate(rule, 'User:u1')], { connectionId: of, rules: [rule] });
    await served.app.get(FindingReconciler).reconcile(found);
    const { data } = (await served.api.get(`/findings?rule=${rule}&connectionId=${of}`)).body;
    return { id: data[0].id, path: `/findings/${data[0].id}` };
  }

  const act = async (path: string, body: object, key?: string) =>
    served.api.post(`${path}/transitions`, body, {
      ...(key === undefined ? {} : { key }),
      headers: { 'if-match': String((await served.api.get(path)).headers['etag']) },
    });
  const later = (days: number) => new Date(clock.now().getTime() + days * DAY_MS).toISOString();

  it('refuses what cannot be done from where a finding stands, and says what can', async () => {
    const { path } = await found();
    await act(path, { action: 'acknowledge' });

    const refused = await act(path, { action: 'acknowledge' });

    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'finding.transition',
      allowed: ['start', 'reopen', 'except', 'claim'],
      remedy: expect.stringContaining('start'),
    });
  });

  it.each([
    ['an action there is none of', { action: 'delete' }, 'request.invalid', 'action'],
    ['a claim without a note', { action: 'claim' }, 'finding.transition_incomplete', 'note'],
    ['an exception without a kind', { action: 'except', reason: REASON }, 'finding.transition_incomplete', 'kind'],
    [
      'an exception without a reason to speak of',
      { action: 'except', kind: 'false_positive', reason: ' short \u0000 ' },
      'exception.reason_short',
      'reason',
    ],
    [
      'an accepted risk without an end',
      { action: 'except', kind: 'risk_accepted', reason: REASON },
      'exception.expiry_missing',
      'expiresAt',
    ],
    [
      'an end that is no instant',
      { action: 'except', kind: 'duplicate', reason: REASON, expiresAt: 'soon' },
      'request.invalid',
      'expiresAt',
    ],
  ])('refuses %s, and changes nothing', async (_what, body, code, field) => {
    const { path } = await found();
    const before = (await served.api.get(path)).body;

    const refused = await act(path, body);

    expect([refused.status, refused.body.code, refused.body.field]).toEqual([400, code, field]);
    expect((await served.api.get(path)).body).toEqual(before);
  });

  it.each([
    ['a severity without a reason', { severity: { value: 'low' } }],
    ['a severity there is none of', { severity: { value: 'lowest', reason: REASON } }],
    ['a link that is not https', { externalRefs: [{ system: 's', key: 'k', url: 'http://tickets.acme.example' }] }],
    ['a script for a link', { externalRefs: [{ system: 's', key: 'k', url: 'javascript:alert(1)' }] }],
    ['a due date in no year a store keeps', { dueAt: '+200000-01-01T00:00:00Z' }],
    ['its status', { status: 'resolved' }],
    ['nobody by an empty name', { assignee: ' ' }],
  ])('refuses to change a finding to %s', async (_what, body) => {
    const { path } = await found();

    const refused = await served.api.change('patch', path, body);

    expect([refused.status, refused.body.code]).toEqual([400, 'request.invalid']);
  });

  it('lets one of two who saw the same finding change it, and tells the other', async () => {
    const { path } = await found();
    const seen = { headers: { 'if-match': String((await served.api.get(path)).headers['etag']) } };

    const both = await Promise.all([
      served.api.call('patch', path, { body: { assignee: 'me' }, ...seen }),
      served.api.post(`${path}/transitions`, { action: 'start' }, seen),
    ]);

    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await served.api.call('patch', path, { body: {} })).status).toBe(428);
  });

  it('keeps exceptions that are long, or wide, to those who may approve them', async () => {
    const { path } = await found();
    const wide = { scope: 'filter', connectionId, filter: 'severity:low', kind: 'duplicate', reason: REASON };
    const long = { action: 'except', kind: 'risk_accepted', reason: REASON, expiresAt: later(31) };

    for (const refused of [
      await act(path, long, analyst),
      await served.api.post('/exceptions', { ...wide, expectedCount: 0, expiresAt: later(1) }, { key: analyst }),
    ])
      expect([refused.status, refused.body.code]).toEqual([403, 'exception.approval_needed']);

    const short = await act(path, { ...long, expiresAt: later(30) }, analyst);
    expect([short.status, short.body.status]).toEqual([200, 'suppressed']);
    expect((await served.api.get(path)).body.exception.approvedBy).toBeNull();
  });

  it('shows nothing of another connection, nor lets anybody decide about it', async () => {
    const harbor = await served.connect('harbor');
    const { id } = await found(harbor);
    const key = await keyOf('analyst', [connectionId]);
    const about = { scope: 'finding', findingId: id, kind: 'duplicate', reason: REASON, expiresAt: later(1) };
    const exception = (await served.api.post('/exceptions', about)).body;

    expect((await served.api.post('/exceptions', about, { key })).body.code).toBe('finding.not_found');
    expect((await served.api.post('/exceptions/preview', { scope: 'finding', findingId: id }, { key })).status).toBe(
      404,
    );
    expect((await served.api.get(`/exceptions/${exception.id}`, { key })).status).toBe(404);
    const { data } = (await served.api.get('/exceptions', { key })).body as { data: { connectionId: string }[] };
    expect(data.map((each) => each.connectionId)).not.toContain(harbor);
  });

  it('looks at what is claimed: the tenant is read again, once', async () => {
    const [first, second] = [await found(), await found()];
    for (const { path } of [first, second]) {
      const { body } = await act(path, { action: 'claim', note: 'The role was taken away.' });
      expect(body).toMatchObject({ status: 'resolved', resolution: 'claimed', verifiedAt: null, present: true });
    }

    const runs = (await served.api.get(`/runs?connectionId=${connectionId}`)).body.data as { trigger: string }[];
    expect(runs.filter(({ trigger }) => trigger === 'claim')).toHaveLength(1);
  });

  it('tells whoever chose it what people and time do, and others only that a risk is there or not', async () => {
    const channel = async (types: string[]) =>
      (await served.api.post('/channels', { name: 'SIEM', url: 'https://siem.acme.example/in', types })).body.channel
        .id;
    const chosen = await channel(['finding.acknowledged', 'finding.suppressed', 'finding.exception_expired']);
    const usual = await channel([]);
    const { id, path } = await found();
    await act(path, { action: 'acknowledge' });
    await act(path, { action: 'except', kind: 'risk_accepted', reason: REASON, expiresAt: later(3) });
    clock.pass(3 * DAY_MS);
    await served.app.get(TriageFlow).goOn();
    await served.app.get(AlertFlow).goOn();

    const sent = async (channelId: string) => {
      const { data } = (await served.api.get(`/channels/${channelId}/deliveries`)).body;
      const about = (data as { type: string; findingId: string }[]).filter(({ findingId }) => findingId === id);
      return about.map(({ type }) => type).reverse();
    };
    expect(await sent(usual)).toEqual(['finding.opened', 'finding.reopened']);
    expect(await sent(chosen)).toEqual([
      ...['finding.acknowledged', 'finding.suppressed', 'finding.exception_expired'],
    ]);
  });
});
