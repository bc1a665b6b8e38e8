import { join } from 'node:path';
import { ActivityStore } from '@posture/activity';
import type { ActivityEntry } from '@posture/activity';
import type { Activity } from '@posture/domain';
import { ScanDocuments, Work } from '@posture/flows';
import type { ScanReport } from '@posture/flows';
import { RunWorker } from '@posture/platform';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { activityOf, entryOf, pageOf } from '../support/activity-events';
import { free, upgradeUse } from '../support/activity-log';
import { openProduct, scanOrg } from '../support/product';
import type { OpenedProduct } from '../support/product';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Rules that ask the log, with what its scenario says is not used; of a grant, the application that never asks for it. */
const UNUSED = {
  'okta-app-unused': ['old-wiki'],
  'okta-service-app-dormant': ['old-sync'],
  'okta-api-integration-unused': ['old-reader'],
  'okta-client-secret-unused': ['old-shop-secret'],
  'okta-api-token-stale': ['old-pipeline'],
  'okta-app-grant-unused-scope': ['sync'],
  'okta-idp-stale': ['old-partner'],
  'okta-admin-role-unused': ['idle-role'],
  'okta-user-unused-app-access': ['bored'],
  'okta-app-grant-manage-readonly-use': ['looker-grant'],
  'okta-api-token-multi-source': ['shared'],
} as const;
const RULES = Object.keys(UNUSED);
const OF_MEMBERS: readonly string[] = ['okta-app-unused', 'okta-user-unused-app-access'];
const IN_USE = ['busy-role', 'keen', 'new-hire', 'writer-grant'];
const USED = ['wiki', 'new-wiki', 'sync', 'shop-secret', 'reader', 'pipeline', 'partner', ...IN_USE];
const PLANTED = [...USED, ...Object.values(UNUSED).flat()];

describe('Use that only the log tells of', () => {
  let sandbox: Sandbox;
  let test: OpenedProduct;
  let first: ScanReport;

  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: join(__dirname, 'usage.scenario.yaml'), users: 50, unlimited: true });
    test = await openProduct();
    first = await scan();
  }, 120_000);
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  const scan = () =>
    scanOrg(test.product, { url: sandbox.url, token: sandbox.tokenOf('SUPER_ADMIN'), profile: 'default' });
  const id = (name: string) => sandbox.org.idOf(name)!;
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

  async function judgedAgain(): Promise<ScanReport> {
    test.product.app.get(Work).wakeBy(() => undefined);
    const run = await test.product.app.get(Work).evaluate(first.connection.id, { profile: 'default' }, 'test');
    const { state, error } = await test.product.app.get(RunWorker).runNow(run.id);
    expect({ state, error }).toEqual({ state: 'completed', error: null });
    return test.product.app.get(ScanDocuments).of(run.id, { allMembers: true });
  }

  /** What an import of so many days of the log would have left. */
  async function readLog(
    days: number,
    events: readonly [at: Date, over: Partial<Activity>, use?: Partial<ActivityEntry>][],
  ): Promise<void> {
    const log = test.product.app.get(ActivityStore);
    const nobody = { actorId: null, actorKind: null, targetAppId: null } as const;
    const entries = events.map(([at, over, use = {}], n) =>
      entryOf(activityOf(`${days} ${n}`, at.getTime(), { ...nobody, ...over }), use),
    );
    await log.begin(first.connection.id, { name: 'backfill', since: ago(days), until: new Date() }, free);
    await log.append(first.connection.id, 'backfill', pageOf(entries, { cursor: null }), free);
  }

  /** Names of what a rule of the report matches. */
  const matched = ({ findings }: ScanReport, rule: string): string[] =>
    findings
      .filter((finding) => finding.rule === rule)
      .flatMap(({ subject, members }) => (OF_MEMBERS.includes(rule) ? members : [subject]))
      .flatMap(({ externalId }) => PLANTED.find((name) => id(name) === externalId) ?? [])
      .sort();

  const reasonsOf = ({ notAssessed }: ScanReport, rule: string) => [
    ...new Set(notAssessed.filter((entry) => entry.rule === rule).map(({ reason }) => reason)),
  ];

  it.each(RULES)('is not assessed by %s before the log was read, and what reads it is named', (rule) => {
    expect(reasonsOf(first, rule)).toEqual([
      expect.stringMatching(/^The System Log was not read; `posture scan --activity DAYS`.*`posture watch`/),
    ]);
    expect(matched(first, rule)).toEqual([]);
  });

  it('is not assessed while the log may not be read, and what to grant is said', async () => {
    const error = { code: 'okta.forbidden', message: 'Okta refused.', remedy: null, state: 'forbidden' } as const;
    const why = { reason: 'The scope okta.logs.read is not granted.', missing: 'okta.logs.read' };
    const log = test.product.app.get(ActivityStore);
    await log.begin(first.connection.id, { name: 'backfill', since: ago(7), until: new Date() }, free);
    await log.fail(first.connection.id, 'backfill', { ...error, ...why }, free);

    const { notAssessed } = await judgedAgain();

    for (const rule of RULES)
      expect(notAssessed.filter((entry) => entry.rule === rule)).toEqual([expect.objectContaining(why)]);
  });

  it('is not assessed by a log that reaches back a week, and that is said', async () => {
    await readLog(7, []);

    const report = await judgedAgain();

    for (const rule of RULES)
      expect([rule, reasonsOf(report, rule), matched(report, rule)]).toEqual([
        rule,
        [expect.stringMatching(/^the System Log is known without a gap only since \d{4}-\d\d-\d\d$/)],
        [],
      ]);
  });

  it('is judged by a log that reaches back far enough, at the instant of what was read', async () => {
    const asked = { scopes: ['okta.groups.manage'], type: 'app.oauth2.token.grant.access_token' };
    const user = (name: string) => ({ actorId: id(name), actorKind: 'User' }) as const;
    const used: readonly [Date, Partial<Activity>, Partial<ActivityEntry>?][] = [
      [ago(9), { actorId: id('staff-1'), actorKind: 'User', targetAppId: id('wiki') }],
      [ago(8), { clientId: id('sync'), scopes: ['okta.users.read'], type: 'app.oauth2.token.grant.access_token' }],
      [ago(6), { clientId: id('shop') }],
      [ago(5), { clientId: id('reader') }],
      [ago(5), { type: 'user.authentication.auth_via_IDP' }, { idp: id('partner') }],
      [ago(30), user('busy-admin'), { isAdminAct: true }],
      [ago(1), user('idle-admin')],
      [ago(40), { ...user('keen'), targetAppId: id('hr') }],
      [ago(20), { targetUserId: id('new-hire'), targetAppId: id('hr') }, { isAppUse: false, isAppGiven: true }],
      [ago(3), { ...asked, clientId: id('writer') }],
      [ago(3), { ...asked, clientId: id('looker') }],
      [ago(2), { clientId: id('writer'), type: 'group.lifecycle.create' }, { isAdminAct: true }],
      ...[64_501, 64_502, 64_503].map((asn, n) => [ago(3 + n), { apiTokenId: id('shared'), asn }] as [Date, object]),
      [ago(4), { apiTokenId: id('pipeline'), isOwn: true }],
      // After the version was read: nothing that it can be judged by.
      [new Date(Date.now() + MINUTE_MS), { targetAppId: id('old-wiki') }],
    ];
    await readLog(89, used);

    const report = await judgedAgain();

    expect(Object.fromEntries(RULES.map((rule) => [rule, matched(report, rule)]))).toEqual(UNUSED);
    const [dormant] = report.findings.filter(({ rule }) => rule === 'okta-service-app-dormant');
    expect(dormant).toMatchObject({ title: expect.stringMatching(/has not been used for at least 8[89] days$/) });
    expect(dormant!.evidence.facts.find(({ fact }) => fact === 'daysSinceLastUse')).toMatchObject({
      certainty: 'at_least',
      value: expect.closeTo(89, 0),
      unit: 'days',
      source: 'GET /api/v1/logs',
    });
    expect((await judgedAgain()).findings.map((finding) => finding.id)).toEqual(report.findings.map((each) => each.id));
  });

  it('is not assessed by what was read before a version that counts more, and that is said', async () => {
    await upgradeUse(test.product.database);

    const report = await judgedAgain();

    // Where a credential was used from proves itself.
    for (const rule of RULES.filter((each) => each !== 'okta-api-token-multi-source'))
      expect([rule, reasonsOf(report, rule)]).toEqual([rule, [expect.stringMatching(/counted only since \d{4}-/)]]);
  });
});
