import { WorkHere } from '@posture/flows';
import type { ScanReport } from '@posture/flows';
import type { Connection } from '@posture/inventory';
import { quietMonth } from '../../apps/sandbox/src/log/life/month';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { openProduct } from '../support/product';
import type { OpenedProduct } from '../support/product';

const HOUR = 3_600_000;
const RULE = 'okta-det-mfa-push-bombing';

describe('A scan that reads the log', () => {
  let sandbox: Sandbox;
  let test: OpenedProduct;
  let connection: Connection;

  beforeAll(async () => {
    sandbox = await startSandbox({ users: 60, groups: 12, apps: 12, seed: 'scan-log', unlimited: true });
    sandbox.log.attach(quietMonth(sandbox.org, { days: 4, until: Date.now() - 5 * HOUR }));
    sandbox.log.play('mfa-fatigue', { at: Date.now() - 4 * HOUR });
    test = await openProduct();
    connection = await test.product.connectByToken(sandbox.url, sandbox.tokenOf('SUPER_ADMIN'));
  }, 300_000);
  afterAll(async () => {
    await test?.close();
    await sandbox?.stop();
  });

  const scan = async (activityDays: number) => (await test.product.scan(connection.id, { activityDays })).report;
  const lineOf = ({ sync }: ScanReport) => sync.coverage.find(({ resource }) => resource === 'logs');
  const countsOf = ({ rules }: ScanReport, rule = RULE) => rules.find((each) => each.rule === rule);
  const logRequests = ({ sync }: ScanReport) => sync.requestsByBucket['/api/v1/logs'] ?? 0;

  it('says nothing of it when it is not asked to, and was never', async () => {
    const report = await scan(0);

    expect([report.activity, lineOf(report), countsOf(report)]).toEqual([null, undefined, undefined]);
  }, 300_000);

  it('puts what happened into the same document', async () => {
    const report = await scan(2);

    const finding = report.findings.find(({ rule }) => rule === RULE);
    expect(finding?.evidence.events?.length).toBeGreaterThan(2);
    expect(countsOf(report)).toMatchObject({ match: 1 });
    expect(lineOf(report)).toMatchObject({ state: 'complete', reason: null });
    expect(report.activity!.events).toBe(lineOf(report)!.records - report.activity!.own);
    const days = (Date.parse(report.activity!.to!) - Date.parse(report.activity!.from!)) / (24 * HOUR);
    expect(Math.round(days)).toBe(2);
    expect(report.fixes.every(({ worst }) => worst.rule !== RULE)).toBe(true);
  }, 300_000);

  it('reads only what is new the next time, and finds what happened since', async () => {
    const before = logRequests(await scan(2));
    sandbox.log.play('user-reported');
    const report = await scan(2);

    expect(before).toBeLessThanOrEqual(2);
    expect(logRequests(report)).toBeLessThanOrEqual(2);
    expect(countsOf(report, 'okta-det-user-reported-suspicious')).toMatchObject({ match: 1 });
    expect(countsOf(report)).toMatchObject({ match: 1 });
  }, 300_000);

  it('says what is known of it when nothing more is to be read', async () => {
    const report = await scan(0);

    expect([logRequests(report), lineOf(report)!.state]).toEqual([0, 'complete']);
    expect(report.activity!.events).toBeGreaterThan(0);
    expect(countsOf(report)).toMatchObject({ match: 1 });
  }, 300_000);

  it('is judged again by other values, beside what was found then', async () => {
    const last = new Date(Date.now() - 24 * HOUR).toISOString();
    const backtest = (values: Readonly<Record<string, number>>, from = last, to: string | null = null) =>
      test.product.app
        .get(WorkHere)
        .replay(connection.id, { profile: 'default', from, to, rules: [RULE], parameters: { [RULE]: values } }, 'test');

    const same = await backtest({});
    expect(same.report.findings).toMatchObject([{ id: same.beside.again[0]?.id, rule: RULE }]);
    const { findingId } = same.beside.again[0]!;
    expect(await test.product.findings.get(findingId)).toMatchObject({ rule: RULE });
    expect(same).toMatchObject({ leftOut: 0, beside: { onlyNow: [], onlyThen: [] } });
    const blunt = await backtest({ denied: 90 });
    expect(blunt.beside).toMatchObject({ again: [], onlyNow: [], onlyThen: [{ findingId, rule: RULE }] });
    expect(countsOf(blunt.report)).toMatchObject({ clear: 1 });
    await expect(backtest({}, new Date(0).toISOString(), new Date(HOUR).toISOString())).rejects.toMatchObject({
      code: 'replay.nothing_kept',
    });
  }, 300_000);

  it('says of each detection what it could not know where the log may not be read', async () => {
    sandbox.faults.add({ kind: 'forbidden', path: '/api/v1/logs', count: null });
    const report = await scan(2);
    sandbox.faults.clear();

    const line = lineOf(report)!;
    expect(line).toMatchObject({ state: 'forbidden', missing: 'READ_ONLY_ADMIN' });
    expect(line.reason).toMatch(/ It is known from \S+ to \S+\.$/);
    expect(countsOf(report, 'okta-det-bruteforce-user')).toMatchObject({ clear: 0, notAssessed: 1 });
    const { reason, missing } = report.notAssessed.find(({ rule }) => rule === 'okta-det-bruteforce-user')!;
    expect({ reason, missing }).toEqual({ reason: line.reason, missing: line.missing });
  }, 300_000);
});
