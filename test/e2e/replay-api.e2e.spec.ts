import type { SubjectRef } from '@posture/domain';
import { Database, RunStore, RunWorker } from '@posture/platform';
import { ActivityLog, DAY_MS, MINUTE_MS, NOW, event } from '../support/activity-log';
import type { TestApi } from '../support/api';
import { episodeOf, sayEpisodes } from '../support/episodes';
import { TestClock } from '../support/inventory-org';
import { runThat } from '../support/run-checks';
import { ServedApi } from '../support/served-api';
import { NOBODY } from './server.answers';

const RULE = 'okta-det-mfa-push-bombing';
const userOf = (name: string): SubjectRef => ({
  ...{ kind: 'User', key: `User:00u-${name}`, externalId: `00u-${name}`, name: `${name}@acme.example` },
});
const at = (minutesAgo: number) => new Date(NOW - minutesAgo * MINUTE_MS).toISOString();
/** Refusals of pushes, a minute apart, the last one so long ago. */
const refusals = (user: string, count: number, minutesAgo: number) =>
  Array.from({ length: count }, (_, n) =>
    event(`${user}-${n}`, minutesAgo + n, {
      ...{ type: 'user.mfa.okta_verify.deny_push', outcome: 'FAILURE', targetAppId: null },
      ...{ actorId: `00u-${user}`, actorLogin: `${user}@acme.example` },
    }),
  );

describe('What is kept of a log is judged once more, over HTTP', () => {
  const clock = new TestClock();
  let served: ServedApi;
  let api: TestApi;
  let connectionId: string;
  let unread: string;
  let path: string;

  beforeAll(async () => {
    served = await ServedApi.open(clock);
    ({ api } = served);
    connectionId = await served.connect('acme');
    unread = await served.connect('globex');
    path = `/connections/${connectionId}/replays`;
    const log = await ActivityLog.begin(served.app.get(Database), connectionId);
    await log.append([...refusals('ada', 6, 60), ...refusals('bo', 3, 30)], { isFull: false, providerNow: NOW });
    for (const [name, from] of [['ada', -65] as const, ['cy', -600] as const]) {
      const entity = userOf(name);
      const open = [episodeOf(RULE, entity, from, from + 5)];
      await sayEpisodes(served.app, connectionId, { rule: RULE, entity, open, settled: [] });
    }
  });
  afterAll(() => served?.close());

  const runsOf = async (kind: string) => (await api.get(`/runs?kind=${kind}`)).body.data as { id: string }[];

  /** Asked for, and done by a worker. */
  async function replayed(asked: object) {
    const { status, body } = await api.post(path, asked);
    expect([status, body.state, body.kind]).toEqual([202, 'queued', 'replay']);
    expect((await api.get(`/replays/${body.id}`)).body).toMatchObject({ report: null, beside: null, leftOut: null });
    await served.app.get(RunWorker).sweep();
    await runThat(served.app.get(RunStore), body.id as string, ({ finishedAt }) => finishedAt !== null);
    return (await api.get(`/replays/${body.id}`)).body;
  }

  it('says what would have been found beside what was, each with its evidence', async () => {
    const { report, beside, options } = await replayed({ from: at(12 * 60), rules: [RULE] });

    expect(options).toEqual({ profile: 'default', from: at(12 * 60), to: null, rules: [RULE], parameters: {} });
    expect(report.activity).toMatchObject({ from: at(12 * 60), to: at(0), events: 9 });
    expect(report.rules).toEqual([{ rule: RULE, match: 1, clear: 0, notAssessed: 0, notApplicable: 0 }]);
    expect(report.findings).toMatchObject([{ rule: RULE, subject: { externalId: '00u-ada' } }]);
    const ids = report.findings[0].evidence.events.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining(['ada-5', 'ada-0']));
    expect(beside).toMatchObject({
      again: [{ id: report.findings[0].id }],
      onlyNow: [],
      onlyThen: [{ rule: RULE, from: at(600), to: at(595) }],
    });
    const kept = await api.get(`/findings/${beside.onlyThen[0].findingId}`);
    expect(kept.body).toMatchObject({ subject: { externalId: '00u-cy' }, evidence: { events: [{ at: at(600) }, {}] } });
  });

  it('by other values finds something else, and changes no finding', async () => {
    const before = (await api.get('/findings')).body;
    const parameters = { [RULE]: { denied: 3 } };
    const { report, beside } = await replayed({ from: at(120), to: at(0), rules: [RULE], parameters });

    expect([report.findings.length, beside.again.length, beside.onlyNow.length]).toEqual([2, 1, 1]);
    const added = report.findings.find(({ id }: { id: string }) => id === beside.onlyNow[0]);
    expect(added.subject.externalId).toBe('00u-bo');
    expect((await api.get('/findings')).body).toEqual(before);
  });

  it('calls nothing clear where part of the time is not known', async () => {
    const { report } = await replayed({ from: at(3 * 24 * 60), to: at(70), rules: [RULE] });

    expect(report.sync.coverage).toMatchObject([{ resource: 'logs', state: 'partial' }]);
    expect(report.sync.coverage[0].reason).toContain(`from ${at(24 * 60)} to ${at(70)}`);
    expect(report.rules).toMatchObject([{ match: 0, clear: 0, notAssessed: 1 }]);
  });

  it('is listed newest first, and among all that was done', async () => {
    const listed = (await api.all(path, 2)) as { id: string; options: { to: string | null } }[];

    expect(listed.map(({ options }) => options.to)).toEqual([at(70), at(0), null]);
    expect((await runsOf('replay')).map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
    expect(await api.all(`/connections/${unread}/replays`, 5)).toEqual([]);
  });

  it('goes on one at a time, and can be stopped', async () => {
    const { body } = await api.post(path, { from: at(60), rules: [RULE] });
    const second = await api.post(path, { from: at(60), rules: [RULE] });
    expect([second.status, second.body.code, typeof second.body.remedy]).toEqual([
      409,
      'replay.already_running',
      'string',
    ]);
    expect((await api.post(`/runs/${body.id}/abort`)).body.state).toBe('cancelled');
    expect((await api.get(`/replays/${body.id}`)).body).toMatchObject({ state: 'cancelled', report: null });
  });

  it.each<[string, object, string, string]>([
    ['no beginning', {}, 'request.invalid', 'from'],
    ['a day that is none', { from: 'yesterday' }, 'request.invalid', 'from'],
    ['an end before the beginning', { from: at(1), to: at(2) }, 'replay.range_reversed', 'to'],
    ['a time of which nothing is kept', { from: at(5 * 24 * 60), to: at(4 * 24 * 60) }, 'replay.nothing_kept', 'from'],
    ['no rule at all', { rules: [] }, 'request.invalid', 'rules'],
    ['a rule nobody has', { rules: ['okta-det-nothing'] }, 'rule.unknown', 'rules'],
    ['a rule that is no detection', { rules: ['okta-superadmin-service-account'] }, 'rule.unknown', 'rules'],
    ['values of a rule nobody has', { parameters: { nothing: {} } }, 'rule.unknown', 'parameters.nothing'],
    [
      'values of a rule that is not to judge',
      { rules: [RULE], parameters: { 'okta-det-impossible-travel': {} } },
      'rule.parameter_invalid',
      'parameters.okta-det-impossible-travel',
    ],
    [
      'a parameter the rule has not',
      { parameters: { [RULE]: { refused: 3 } } },
      'rule.parameter_invalid',
      `parameters.${RULE}.refused`,
    ],
    [
      'a value out of bounds',
      { parameters: { [RULE]: { denied: 1 } } },
      'rule.parameter_invalid',
      `parameters.${RULE}.denied`,
    ],
    ['no value', { parameters: { [RULE]: { denied: [{}] } } }, 'request.invalid', `parameters.${RULE}.denied`],
    ['no values', { parameters: { [RULE]: 5 } }, 'request.invalid', `parameters.${RULE}`],
    ['a profile nobody has', { profile: 'strict' }, 'request.invalid', 'profile'],
    ['what is not known here', { rule: RULE }, 'request.invalid', 'rule'],
  ])('is refused with %s, and nothing of it is written down', async (_what, asked, code, field) => {
    const before = await runsOf('replay');
    const { status, body } = await api.post(path, { ...(field === 'from' ? {} : { from: at(60) }), ...asked });

    expect([status, body.code, body.field, typeof body.remedy]).toEqual([400, code, field, 'string']);
    expect(await runsOf('replay')).toEqual(before);
  });

  it('says which time is kept to whoever asks for another', async () => {
    const ask = async (id: string, from: string) => (await api.post(`/connections/${id}/replays`, { from })).body;

    expect((await ask(connectionId, new Date(NOW + DAY_MS).toISOString())).detail).toContain(
      `from ${at(24 * 60)} to ${at(0)}`,
    );
    expect(await ask(unread, at(60))).toMatchObject({
      code: 'replay.nothing_kept',
      detail: expect.stringContaining('at all'),
    });
    expect(await ask(NOBODY, at(60))).toMatchObject({ status: 404, code: 'connection.not_found' });
    for (const gone of [NOBODY, (await runsOf('replay'))[0]!.id.replace(/^./, 'f'), 'x'])
      expect((await api.get(`/replays/${gone}`)).body).toMatchObject({ status: 404, code: 'replay.not_found' });
  });
});
