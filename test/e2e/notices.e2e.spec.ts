import { ActivityStore } from '@posture/activity';
import { NoticeStore } from '@posture/alerts';
import { NoticeFlow } from '@posture/flows';
import { ConnectionStore, ScheduleStore } from '@posture/inventory';
import { Database, RunStore } from '@posture/platform';
import { ScheduleFlow } from '../../libs/flows/src/schedule.flow';
import { free } from '../support/activity-log';
import { MailServer } from '../support/mail-server';
import { ServedApi } from '../support/served-api';
import { SetClock } from '../support/set-clock';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ONCALL = 'oncall@brightwater.example';
const PASSWORD = 'canary p@ss/word';

interface Seen {
  readonly id: string;
  readonly type: string;
  readonly connectionId: string;
  readonly count: number;
  readonly recoveredAt: string | null;
}

const UNREACHABLE = {
  ...{ code: 'okta.unreachable', message: 'Nobody answers.', state: 'failed' as const },
  ...{ reason: 'Nobody answers.', missing: null, remedy: null },
};

// This process serves the API only: nobody works, as when every worker is dead.
describe('Notices', () => {
  const clock = new SetClock('2026-11-30T12:00:00Z');
  let served: ServedApi;
  let mail: MailServer;
  let flow: NoticeFlow;
  let runs: RunStore;
  let id: string;

  beforeAll(async () => {
    mail = await MailServer.start(PASSWORD);
    served = await ServedApi.open(
      clock,
      {},
      {
        POSTURE_SMTP_URL: `smtp://posture:${encodeURIComponent(PASSWORD)}@127.0.0.1:${mail.port}`,
        POSTURE_SMTP_FROM: 'posture@brightwater.example',
        POSTURE_NOTICE_TO: 'soc@brightwater.example',
      },
    );
    flow = served.app.get(NoticeFlow);
    runs = served.app.get(RunStore);
  });
  beforeEach(async () => {
    id = await served.connect(`tenant-${clock.now().getTime()}`);
    await served.api.change('patch', `/connections/${id}`, { contacts: [ONCALL] });
    await served.api.get(`/connections/${id}/schedule`);
  });
  afterEach(async () => {
    await served.app.get(NoticeStore).forget(id);
    await served.app.get(ConnectionStore).delete(id);
    mail.taken.splice(0);
    mail.unknown.clear();
    clock.pass(MINUTE_MS);
  });
  afterAll(async () => {
    await served?.close();
    await mail?.stop();
  });

  /** Several processes look at the same moment. */
  const look = () => Promise.all([flow.look(), flow.look(), flow.look()]);
  const told = async (): Promise<Seen[]> =>
    ((await served.api.get('/notices?limit=200')).body.data as Seen[]).filter(
      ({ connectionId }) => connectionId === id,
    );
  const types = async () => (await told()).map(({ type }) => type);

  async function sync(): Promise<string> {
    const syncId = (await served.api.post(`/connections/${id}/syncs`)).body.id as string;
    return syncId;
  }
  async function failed(): Promise<string> {
    const syncId = await sync();
    const { lease } = await runs.claimOne(syncId);
    const about = { field: null, remedy: 'Give it another credential.', step: 'reading wave 1' };
    await runs.fail(lease, {
      code: 'okta.credential_refused',
      kind: 'credential_refused',
      message: 'Refused.',
      ...about,
    });
    return syncId;
  }
  async function completed(): Promise<void> {
    const { lease } = await runs.claimOne(await sync());
    await runs.complete(lease, null);
  }

  it('NOT-02: tell of a sync that failed, once for all that fail until one is completed', async () => {
    const first = await failed();
    await look();
    const [notice] = await told();
    expect(notice).toMatchObject({ type: 'sync.failed', runId: first, count: 1, recoveredAt: null });
    expect(notice).toMatchObject({ nextStep: 'Give it another credential.', data: { syncId: first } });
    clock.pass(MINUTE_MS);
    const second = await failed();
    await look();
    expect(await told()).toMatchObject([{ id: notice!.id, count: 2, runId: second }]);

    await completed();
    await look();
    expect(await told()).toMatchObject([
      { type: 'sync.recovered' },
      { id: notice!.id, recoveredAt: clock.now().toISOString() },
    ]);
    await failed();
    await look();
    expect(await types()).toEqual(['sync.failed', 'sync.recovered', 'sync.failed']);
  });

  it('NOT-03: tell of a sync that has not finished in a day, once, also when its worker is dead', async () => {
    const syncId = await sync();
    await runs.claimOne(syncId);
    clock.pass(DAY_MS - MINUTE_MS);
    await look();
    expect(await types()).not.toContain('sync.unfinished');
    clock.pass(2 * MINUTE_MS);
    await look();
    clock.pass(DAY_MS);
    await look();
    expect((await types()).filter((type) => type === 'sync.unfinished')).toHaveLength(1);
    await runs.cancel(syncId);
  });

  it('NOT-04: tell of a scheduled sync nobody began in time, once for however long, and not of one that is paused', async () => {
    const { nextAt } = await served.app.get(ScheduleStore).get(id);
    clock.pass(nextAt.getTime() - clock.now().getTime() + 14 * MINUTE_MS);
    await look();
    expect(await types()).toEqual([]);
    clock.pass(MINUTE_MS);
    await look();
    clock.pass(31 * DAY_MS);
    await look();
    expect(await types()).toEqual(['sync.not_started']);
    // Somebody works again, and what was due is asked for.
    await served.app.get(ScheduleFlow).goOn();
    await look();
    expect(await types()).toEqual(['sync.not_started']);
    for (const { id: run } of await runs.list({ connectionId: id, states: ['queued'] })) await runs.cancel(run);

    await served.api.change('patch', `/connections/${id}/schedule`, { isPaused: true });
    clock.pass(3 * DAY_MS);
    await look();
    await served.api.change('patch', `/connections/${id}/schedule`, { isPaused: false });
    await served.app.get(ScheduleFlow).goOn();
    await look();
    expect(await types()).toEqual(['sync.not_started']);
  });

  it('tell of what was due while everything was down, once it is up', async () => {
    clock.pass(3 * DAY_MS);
    await served.app.get(ScheduleFlow).goOn();
    await look();
    expect(await types()).toEqual(['sync.not_started']);
    for (const { id: run } of await runs.list({ connectionId: id, states: ['queued'] })) await runs.cancel(run);
  });

  it('tell that a credential ends, 14 and 3 days before and when it has', async () => {
    await served.api.change('patch', `/connections/${id}/schedule`, { isPaused: true });
    const store = served.app.get(ConnectionStore);
    const connection = await store.get(id);
    const { orgUrl, credentialKind } = connection;
    const credential = await store.credential(id);
    const credentialExpiresAt = new Date(clock.now().getTime() + 20 * DAY_MS);
    await store.replaceCredential(
      id,
      { tenantId: `00o${id}`, orgUrl },
      { credential, credentialKind, credentialExpiresAt },
    );
    const seen: string[] = [];
    for (let day = 0; day < 22; day += 1) {
      await look();
      for (const type of (await types()).slice(0, (await types()).length - seen.length).reverse())
        seen.push(`${day} ${type}`);
      clock.pass(DAY_MS);
    }
    expect(seen).toEqual(['6 credential.expiring', '17 credential.expiring', '20 credential.expired']);
  });

  it('tell that a log is not read, and that it is again', async () => {
    const activity = served.app.get(ActivityStore);
    await activity.begin(id, { name: 'follow', since: clock.now() }, free);
    clock.pass(59 * MINUTE_MS);
    await look();
    expect(await types()).toEqual([]);
    clock.pass(MINUTE_MS);
    await activity.fail(id, 'follow', { ...UNREACHABLE }, free);
    await look();
    await look();
    expect(await types()).toEqual(['log.late']);
    const page = { events: [], quarantined: [], cursor: null, providerNow: null };
    await activity.append(id, 'follow', page as never, free);
    await look();
    expect(await types()).toEqual(['log.recovered', 'log.late']);
    await activity.forget(id);
  });

  it('are mailed to contacts and to whoever is told of all, each in one message', async () => {
    await failed();
    await look();
    await Promise.all([flow.mail(), flow.mail()]);
    expect(mail.taken.map(({ to }) => to).sort()).toEqual([ONCALL, 'soc@brightwater.example']);
    const [{ id: notice }] = (await told()) as [Seen];
    for (const { text } of mail.taken) {
      expect(text).toContain('From: posture@brightwater.example');
      expect(text).toMatch(/^Subject: \[posture\] tenant-\d+ could not be read\r$/m);
      expect(text).toContain('Give it another credential.');
      expect(text).toContain(notice);
    }
    const { mails } = (await served.api.get(`/notices/${notice}`)).body;
    expect(mails).toEqual([
      expect.objectContaining({ recipient: ONCALL, state: 'sent', attempts: 1, sentAt: clock.now().toISOString() }),
      expect.objectContaining({ recipient: 'soc@brightwater.example', state: 'sent', error: null }),
    ]);
    expect((await served.api.get('/notices/mail')).body).toMatchObject({ state: 'ok', pending: 0 });
  });

  it('NOT-06: are shown all the same while mail does not go, which is shown too, and mailed once it does', async () => {
    const { port } = mail;
    await mail.stop();
    await failed();
    await look();
    await flow.mail();
    expect(await types()).toEqual(['sync.failed']);
    const health = (await served.api.get('/notices/mail')).body;
    expect(health).toMatchObject({ state: 'failing', pending: 2, error: expect.stringContaining('cannot be reached') });
    mail = await MailServer.start(PASSWORD, port);
    await flow.mail();
    expect(mail.taken).toEqual([]);
    clock.pass(MINUTE_MS);
    await flow.mail();
    expect(mail.taken).toHaveLength(2);
    expect((await served.api.get('/notices/mail')).body).toMatchObject({ state: 'ok', pending: 0, error: null });
  });

  it('are not mailed again to an address its server does not know, and say so', async () => {
    mail.unknown.add(ONCALL);
    await failed();
    await look();
    await flow.mail();
    clock.pass(DAY_MS);
    await flow.mail();
    expect(mail.taken.map(({ to }) => to)).toEqual(['soc@brightwater.example']);
    const [{ id: notice }] = (await told()).filter(({ type }) => type === 'sync.failed') as [Seen];
    const [toOncall] = (await served.api.get(`/notices/${notice}`)).body.mails;
    expect(toOncall).toMatchObject({ state: 'failed', attempts: 1, error: 'The mail server answered 550.' });
    expect(JSON.stringify(served.api.answers)).not.toContain('canary');
  });

  it('of a connection are told to channels that chose them and see it, each once, and to no other', async () => {
    const types = ['sync.failed', 'sync.recovered'];
    const channel = async (more: object): Promise<string> => {
      const wanted = { name: 'SIEM', url: 'https://siem.acme.example/in', minSeverity: 'critical', ...more };
      return (await served.api.post('/channels', wanted)).body.channel.id as string;
    };
    const other = await served.connect(`other-${clock.now().getTime()}`);
    const chose = await channel({ types });
    const mine = await channel({ types: ['sync.failed'], connectionIds: [id], format: 'ocsf' });
    const foreign = await channel({ types, connectionIds: [other] });
    const usual = await channel({});
    const sent = async (of: string) =>
      (
        await served.app
          .get(Database)
          .query<{ body: string; messageId: string }>(
            `select body, message_id as "messageId" from alert_delivery where channel_id = $1 order by id`,
            [of],
          )
      ).map(({ body, messageId }) => ({ ...(JSON.parse(body) as Record<string, unknown>), messageId }));

    const run = await failed();
    await look();
    clock.pass(MINUTE_MS);
    await failed();
    await look();
    await completed();
    await look();

    const about = { id, provider: 'okta', domain: expect.stringMatching(/^tenant-/) };
    expect(await sent(chose)).toMatchObject([
      {
        type: 'sync.failed',
        data: {
          severity: 'high',
          text: expect.stringContaining('Give it another credential.'),
          connection: about,
          notice: { code: 'okta.credential_refused', syncId: run },
        },
      },
      { type: 'sync.recovered', data: { severity: 'informational', connection: about } },
    ]);
    const [toMine, ...more] = await sent(mine);
    expect([more, toMine!.messageId]).toEqual([[], (await sent(chose))[0]!.messageId]);
    expect(toMine).toMatchObject({ class_uid: 0, metadata: { tenant_uid: about.domain, event_code: 'sync.failed' } });
    expect([await sent(foreign), await sent(usual)]).toEqual([[], []]);
  });

  it('are acknowledged once, by whoever did so first', async () => {
    await failed();
    await look();
    const [{ id: notice }] = (await told()) as [Seen];
    expect((await served.api.get('/notices?open=true')).body.data.map((one: Seen) => one.id)).toContain(notice);
    const seen = await served.api.post(`/notices/${notice}/acknowledge`);
    expect(seen.body).toMatchObject({ acknowledgedAt: clock.now().toISOString(), acknowledgedBy: { name: 'owner' } });
    clock.pass(MINUTE_MS);
    expect((await served.api.post(`/notices/${notice}/acknowledge`)).body).toEqual(seen.body);
    expect((await served.api.get('/notices?open=true')).body.data.map((one: Seen) => one.id)).not.toContain(notice);
    const nobody = '/notices/00000000-0000-7000-8000-000000000000';
    expect((await served.api.get(nobody)).body).toMatchObject({ status: 404, code: 'notice.not_found' });
    expect((await served.api.post(`${nobody}/acknowledge`)).status).toBe(404);
  });
});
