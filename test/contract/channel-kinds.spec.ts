import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from '@posture/alerts';
import { Alerting } from '../support/alerting';
import { ecsErrors } from '../support/ecs-schema';
import { ocsfErrors } from '../support/ocsf-schema';
import { MemoryLogger } from '../support/run-checks';
import { SetClock } from '../support/set-clock';
import {
  SiemReceiver,
  SyslogServer,
  elasticAnswer,
  hecAnswer,
  ingestionAnswer,
  makeCertificate,
  startMailServer,
} from '../support/siem-receivers';
import { openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';
import { ToldChannels } from '../support/told-channels';

const TOKEN = 'canary-11111111-2222';
const MINUTE_MS = 60_000;

describe('A receiver', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-kinds-key-'));
  const tls = makeCertificate();
  const logger = new MemoryLogger();
  let store: TestStore;
  let clock: SetClock;
  let alerting: Alerting;
  let told: ToldChannels;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    store = await openTestStore('embedded');
  });
  beforeEach(async () => {
    await store.database.query('truncate alert_channel cascade');
    clock = new SetClock();
    const masterKeyFile = join(dir, 'master.key');
    alerting = new Alerting({ database: store.database, clock, logger, masterKeyFile });
    told = new ToldChannels(alerting, clock);
  });
  afterEach(async () => {
    await alerting.courier.stop();
    for (const stop of stops.splice(0)) await stop();
  });
  afterAll(async () => {
    await store?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function receiver(...given: Parameters<typeof SiemReceiver.start>): Promise<SiemReceiver> {
    const started = await SiemReceiver.start(...given);
    stops.push(() => started.stop());
    return started;
  }

  async function syslog(...given: Parameters<typeof SyslogServer.start>): Promise<SyslogServer> {
    const started = await SyslogServer.start(...given);
    stops.push(() => started.stop());
    return started;
  }

  async function mailServer(secure: boolean): Promise<Awaited<ReturnType<typeof startMailServer>>> {
    const started = await startMailServer(tls, { secure, user: 'posture', password: TOKEN });
    stops.push(() => started.stop());
    return started;
  }

  /** Of the one that answers so, after one alert: what it is made of, and whether the alert is tried again. */
  async function after(channel: Channel): Promise<[string, string]> {
    await told.happened(1);
    await told.carry();
    const [state] = await told.states(channel);
    return [(await told.now(channel)).state, state!];
  }

  describe('that is a Splunk collector', () => {
    const hec = async (token = TOKEN): Promise<{ splunk: SiemReceiver; channel: Channel }> => {
      const splunk = await receiver(hecAnswer(TOKEN));
      const settings = { index: 'identity' };
      const url = `${splunk.url}/services/collector/event`;
      return { splunk, channel: await told.channel('splunk', url, { settings, credential: { token } }) };
    };

    it('takes many events in one request, each with its time and where it goes', async () => {
      const { splunk, channel } = await hec();
      await told.happened(7);
      await told.carry();
      const events = splunk.requests.flatMap(({ text }) => text.split('\n').map((line) => JSON.parse(line) as object));
      expect(splunk.requests.length).toBeLessThan(7);
      expect(events).toHaveLength(7);
      for (const event of events)
        expect(event).toMatchObject({
          time: clock.now().getTime() / 1000,
          index: 'identity',
          source: 'posture',
          sourcetype: 'posture:alert',
        });
      expect(events.flatMap((event) => ocsfErrors((event as { event: Record<string, unknown> }).event))).toEqual([]);
      expect(new Set(await told.states(channel))).toEqual(new Set(['succeeded']));
    });

    it.each([
      ['503/9 busy', 503, { text: 'Server is busy', code: 9 }, ['active', 'pending']],
      ['500/8 a fault of its own', 500, { text: 'Internal server error', code: 8 }, ['active', 'pending']],
      ['403/1 its token is off', 403, { text: 'Token disabled', code: 1 }, ['misconfigured', 'failed']],
      ['401/2 it wants a token', 401, { text: 'Token is required', code: 2 }, ['misconfigured', 'failed']],
      ['401/3 another header', 401, { text: 'Invalid authorization', code: 3 }, ['misconfigured', 'failed']],
      ['400/5 nothing came', 400, { text: 'No data', code: 5 }, ['misconfigured', 'failed']],
      ['400/6 another form', 400, { text: 'Invalid data format', code: 6 }, ['misconfigured', 'failed']],
      ['400/7 no such index', 400, { text: 'Incorrect index', code: 7 }, ['misconfigured', 'failed']],
    ])('answers %s', async (_what, status, body, expected) => {
      const { splunk, channel } = await hec();
      splunk.instead = { status, body };
      expect(await after(channel)).toEqual(expected);
      if (expected[0] === 'misconfigured') expect((await told.now(channel)).stateWhy).toContain(body.text);
    });

    it('D15: that knows another token makes it misconfigured, in its own words, and is not asked again', async () => {
      const { splunk, channel } = await hec('canary-wrong-token');
      expect(await after(channel)).toEqual(['misconfigured', 'failed']);
      expect((await told.now(channel)).stateWhy).toBe('The receiver answered 403: {"text":"Invalid token","code":4}');
      await told.happened(3);
      clock.pass(3_600_000);
      await told.carry();
      expect(splunk.requests).toHaveLength(1);
      expect(await told.states(channel)).toEqual(['skipped', 'skipped', 'skipped', 'failed']);
    });

    it('refuses one of many: those before it were taken, those after it go again', async () => {
      const { splunk, channel } = await hec();
      await told.happened(4);
      splunk.instead = { status: 400, body: { text: 'Invalid', code: 6, 'invalid-event-number': 2 } };
      await alerting.courier.goOn();
      while (alerting.courier.isBusy) await alerting.courier.oneEnded();
      splunk.instead = null;
      clock.pass(MINUTE_MS);
      await told.carry();
      expect(await told.states(channel)).toEqual(Array(4).fill('succeeded'));
    });
  });

  describe('that is Microsoft Sentinel', () => {
    const sentinel = async (secret = TOKEN): Promise<{ azure: SiemReceiver; channel: Channel }> => {
      const azure = await receiver(ingestionAnswer(TOKEN));
      const settings = { rule: 'dcr-1', tenant: 'acme.example', client: 'app-1', authority: azure.url };
      return { azure, channel: await told.channel('sentinel', azure.url, { settings, credential: { secret } }) };
    };

    it('takes rows in one packed array, under a token that is asked for once in its life', async () => {
      const { azure, channel } = await sentinel();
      for (let round = 0; round < 3; round += 1) {
        await told.happened(2);
        await told.carry();
      }
      const [tokens, sent] = [true, false].map((wanted) =>
        azure.requests.filter(({ path }) => path.includes('/oauth2/') === wanted),
      );
      expect(tokens!.map(({ path }) => path)).toEqual(['/acme.example/oauth2/v2.0/token']);
      const stream = '/dataCollectionRules/dcr-1/streams/Custom-PostureAlert_CL?api-version=2023-01-01';
      expect(new Set(sent!.map(({ path }) => path))).toEqual(new Set([stream]));
      const rows = sent!.flatMap(({ text }) => JSON.parse(text) as Record<string, unknown>[]);
      expect(rows).toHaveLength(6);
      expect(rows[0]).toMatchObject({
        TimeGenerated: clock.now().toISOString(),
        EventType: 'finding.opened',
        Severity: 'critical',
      });
      expect(new Set(await told.states(channel))).toEqual(new Set(['succeeded']));
      clock.pass(3_600_000);
      expect(await after(channel)).toEqual(['active', 'succeeded']);
      expect(azure.requests.filter(({ path }) => path.includes('/oauth2/'))).toHaveLength(2);
    });

    it.each([
      [401, 'misconfigured'],
      [403, 'misconfigured'],
      [404, 'misconfigured'],
      [413, 'misconfigured'],
      [429, 'active'],
      [503, 'active'],
    ])('D15: answers %s three times in a row, which makes it %s', async (status, expected) => {
      const { azure, channel } = await sentinel();
      await after(channel);
      azure.instead = { status, body: { error: { message: 'The authentication token lacks access' } } };
      await told.happened(1);
      for (const wait of [0, 6_000, 400_000]) {
        clock.pass(wait);
        // The answer is for both: a token that is known is not asked for.
        await told.carry();
      }
      const { state, stateWhy } = await told.now(channel);
      expect(state).toBe(expected);
      if (expected === 'misconfigured') expect(stateWhy).toContain('The authentication token lacks access');
    });

    it('that gives no token says why, without the secret it was given', async () => {
      const { channel } = await sentinel('canary-other-secret');
      await after(channel);
      const { status, answer } = await told.lastAttempt(channel);
      expect([status, answer]).toEqual([401, expect.stringContaining('AADSTS7000215')]);
      const { channel: right, azure } = await sentinel();
      azure.instead = { status: 401, body: `no such secret: ${TOKEN}` };
      await after(right);
      expect((await told.lastAttempt(right)).answer).toBe('no such secret: [redacted]');
    });
  });

  describe('that is Elasticsearch', () => {
    const elastic = async (): Promise<{ search: SiemReceiver; channel: Channel }> => {
      const search = await receiver(elasticAnswer(TOKEN));
      return { search, channel: await told.channel('elastic', search.url, { credential: { apiKey: TOKEN } }) };
    };

    it('takes documents under their webhook-id, so that a repetition is none', async () => {
      const { search, channel } = await elastic();
      await told.happened(3);
      await told.carry();
      const [delivery] = await told.deliveries(channel);
      await alerting.deliveries.resend(channel.id, delivery!.id);
      await told.carry();
      const lines = search.requests.flatMap(({ text }) => text.trimEnd().split('\n'));
      const actions = lines.filter((_, index) => index % 2 === 0).map((line) => JSON.parse(line) as object);
      expect(actions).toHaveLength(4);
      expect(actions.at(-1)).toEqual({ create: { _index: 'logs-posture.finding-default', _id: delivery!.messageId } });
      const documents = lines.filter((_, index) => index % 2 === 1);
      expect(documents.flatMap((line) => ecsErrors(JSON.parse(line) as Record<string, unknown>))).toEqual([]);
      expect(await told.states(channel)).toEqual(Array(3).fill('succeeded'));
    });

    it('answers for each document: one that is too much now is tried again, one that does not fit is not taken', async () => {
      const { search, channel } = await elastic();
      const items = [{ create: { status: 201 } }, { create: { status: 429, error: { reason: 'rejected' } } }];
      await told.happened(2);
      search.instead = { status: 200, body: { errors: true, items } };
      await alerting.courier.goOn();
      while (alerting.courier.isBusy) await alerting.courier.oneEnded();
      expect((await told.states(channel)).sort()).toEqual(['pending', 'succeeded']);
      search.instead = null;
      clock.pass(MINUTE_MS);
      await told.carry();
      expect(await told.states(channel)).toEqual(['succeeded', 'succeeded']);
    });
  });

  describe('that is a syslog server over TLS', () => {
    const settings = { ca: tls.cert };

    it('takes counted messages of RFC 5424, in CEF and in OCSF', async () => {
      const server = await syslog(tls);
      const cef = await told.channel('syslog', server.url, { settings });
      const ocsf = await told.channel('syslog', server.url, { settings, format: 'ocsf', includesEvidence: true });
      await told.happened(3, { title: 'Größe | eins\nzwei' });
      await told.carry();
      expect([await told.states(cef), await told.states(ocsf)]).toEqual([
        Array(3).fill('succeeded'),
        Array(3).fill('succeeded'),
      ]);
      expect(server.messages).toHaveLength(6);
      for (const message of server.messages)
        expect(message).toMatch(/^<106>1 \d{4}-\d\d-\d\dT[\d:.]+Z - posture - finding\.opened - \ufeff(CEF:0\||\{)/);
      const bodies = server.messages.map((message) => message.slice(message.indexOf('\ufeff') + 1));
      const events = bodies
        .filter((body) => body.startsWith('{'))
        .map((body) => JSON.parse(body) as Record<string, unknown>);
      expect(events.flatMap(ocsfErrors)).toEqual([]);
      expect(bodies.find((body) => body.startsWith('CEF'))).toContain('Größe \\| eins zwei');
    });

    it('D19: that closes in the middle gets all of it again, whole', async () => {
      const server = await syslog(tls);
      const channel = await told.channel('syslog', server.url, { settings });
      const events = await told.happened(40);
      server.breaksOffAfter = 2_000;
      await told.carry();
      clock.pass(10_000);
      await told.carry();
      expect(await told.states(channel)).toEqual(Array(40).fill('succeeded'));
      const ids = server.messages.map((message) => / externalId=(\S+)/.exec(message)![1]!);
      expect(new Set(ids)).toEqual(new Set(events.map(({ finding }) => finding.id)));
    });

    it('is not told by a stranger, and is no stranger itself', async () => {
      const client = makeCertificate();
      const strict = await syslog(tls, client);
      const known = await told.channel('syslog', strict.url, {
        settings: { ...settings, certificate: client.cert },
        credential: { key: client.key },
      });
      const unknown = await told.channel('syslog', strict.url, { settings });
      const unbelieved = await told.channel('syslog', (await syslog(makeCertificate())).url, { settings });
      await told.happened(1);
      await told.carry();
      expect([await told.states(known), strict.clients]).toEqual([['succeeded'], ['localhost']]);
      expect([await told.states(unknown), await told.states(unbelieved)]).toEqual([['pending'], ['pending']]);
      expect((await told.lastAttempt(unbelieved)).error).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    });

    it('gets no message longer than 8 KiB for the sake of evidence', async () => {
      const server = await syslog(tls);
      await told.channel('syslog', server.url, { settings, format: 'ocsf', includesEvidence: true });
      await told.happened(1, { evidence: { facts: [{ fact: 'x', value: 'y'.repeat(20_000) }] } });
      await told.carry();
      expect(server.messages[0]!.length).toBeLessThan(8_192);
    });
  });

  describe('that people read', () => {
    it.each(['slack', 'teams'] as const)('gets a card in %s, and more than five in a minute as one', async (kind) => {
      const chat = await receiver(() => ({ status: kind === 'slack' ? 200 : 202, body: 'ok' }));
      const channel = await told.channel(kind, `${chat.url}/services/canary-path?sig=canary`);
      await told.happened(1);
      await told.carry();
      expect(chat.requests[0]!.text).toContain('critical: Service account');
      expect(chat.requests[0]!.text).not.toContain('SUPER_ADMIN"');
      await told.happened(2);
      await told.carry();
      await told.happened(30);
      await told.carry();
      expect((await told.states(channel)).filter((state) => state === 'pending')).toHaveLength(28);
      clock.pass(MINUTE_MS);
      await told.carry();
      expect(await told.states(channel)).toEqual(Array(33).fill('succeeded'));
      const last = chat.requests.at(-1)!;
      expect(last.text).toContain('28 alerts');
      expect(last.text).toContain('and 8 more');
      expect(Buffer.byteLength(last.text)).toBeLessThan(28_000);
    });

    it('D15: says in Slack that there is no such hook, which is not tried again', async () => {
      const slack = await receiver(() => ({ status: 404, body: 'no_service' }));
      const channel = await told.channel('slack', `${slack.url}/services/canary-path`);
      expect(await after(channel)).toEqual(['misconfigured', 'failed']);
      expect((await told.now(channel)).stateWhy).toBe('The receiver answered 404: no_service');
    });

    it('may be waited for as long as it says', async () => {
      const slack = await receiver(() => ({ status: 429, headers: { 'retry-after': '8' }, body: 'rate_limited' }));
      const channel = await told.channel('slack', `${slack.url}/services/x`);
      expect(await after(channel)).toEqual(['active', 'pending']);
      const [delivery] = await told.deliveries(channel);
      expect(delivery!.dueAt.getTime() - clock.now().getTime()).toBe(8_000);
    });

    it('links and mentions nobody by the names of a tenant', async () => {
      const slack = await receiver(() => ({ status: 200 }));
      await told.channel('slack', `${slack.url}/services/x`);
      await told.happened(1, { why: '<!channel> <https://evil.example|click>' });
      await told.carry();
      expect(slack.requests[0]!.text).not.toContain('<!channel>');
      expect(slack.requests[0]!.text).not.toContain('<https://');
    });

    it('never has its address shown again', async () => {
      const channel = await told.channel('slack', 'https://hooks.slack.example/services/canary-path');
      expect(channel.url).toBe('https://hooks.slack.example/…');
      const rows = await store.database.query('select * from alert_channel');
      expect(JSON.stringify(rows)).not.toContain('canary');
    });

    it.each([true, false])(
      'gets one mail of what happened in a quarter of an hour (TLS at once: %s)',
      async (secure) => {
        const server = await mailServer(secure);
        const settings = { from: 'posture@acme.example', to: 'soc@acme.example, lead@acme.example', user: 'posture' };
        const given = { settings: { ...settings, ca: tls.cert }, credential: { password: TOKEN } };
        const channel = await told.channel('email', server.url, given);
        await told.happened(3, { severity: 'medium' });
        await told.happened(1);
        await told.carry();
        expect(server.mails).toHaveLength(0);
        clock.pass(15 * MINUTE_MS);
        await told.carry();
        expect(await told.states(channel)).toEqual(Array(4).fill('succeeded'));
        expect(server.mails).toMatchObject([
          {
            from: 'posture@acme.example',
            to: ['soc@acme.example', 'lead@acme.example'],
            isSecure: true,
            user: 'posture',
          },
        ]);
        expect(server.mails[0]!.text).toContain('Subject: [posture] 4 alerts, the worst critical');
        expect(server.mails[0]!.text).not.toContain('effectiveRoles');
      },
    );

    it('D15: refuses a password in the words of its mail server, and nothing ever goes in the clear', async () => {
      const server = await mailServer(false);
      const settings = { from: 'posture@acme.example', to: 'soc@acme.example', digestMinutes: '0', user: 'posture' };
      const wrong = { settings: { ...settings, ca: tls.cert }, credential: { password: 'canary-wrong' } };
      const channel = await told.channel('email', server.url, wrong);
      expect(await after(channel)).toEqual(['misconfigured', 'failed']);
      expect((await told.now(channel)).stateWhy).toContain('535');
      const unbelieved = await told.channel('email', server.url, { settings, credential: { password: TOKEN } });
      expect(await after(unbelieved)).toEqual(['active', 'pending']);
      expect(server.mails).toHaveLength(0);
    });
  });

  it('may have a certificate of its own authority, and no other', async () => {
    const own = await receiver(() => ({ status: 204 }), tls);
    const believed = await told.channel('webhook', `${own.url}/in`, { settings: { ca: tls.cert } });
    const other = await told.channel('webhook', `${own.url}/in`);
    await told.happened(1);
    await told.carry();
    expect([await told.states(believed), await told.states(other)]).toEqual([['succeeded'], ['pending']]);
    expect((await told.lastAttempt(other)).error).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('leaves no credential in rows, answers or the log', async () => {
    const splunk = await receiver(({ headers }) => ({ status: 500, body: `you sent ${headers.authorization}` }));
    const channel = await told.channel('splunk', splunk.url, { credential: { token: TOKEN } });
    await after(channel);
    expect((await told.lastAttempt(channel)).answer).toBe('you sent Splunk [redacted]');
    for (const table of ['alert_channel', 'alert_delivery', 'alert_attempt'])
      expect(JSON.stringify(await store.database.query(`select * from ${table}`))).not.toContain(TOKEN);
    expect(JSON.stringify(logger)).not.toContain(TOKEN);
  });
});
