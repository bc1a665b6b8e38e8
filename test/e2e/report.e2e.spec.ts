import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComplianceDocuments, FRAMEWORKS, PostureReports, renderCompliance, renderReport } from '@posture/flows';
import type { ComplianceReport, PostureReport } from '@posture/flows';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { chromium, render } from '../support/chromium';
import { openProduct } from '../support/product';
import type { OpenedProduct } from '../support/product';
import { SMALL_TRIAL } from '../support/small-trial';

const browser = chromium();
const HOSTILE = `<img src=x onerror="document.title='owned'"> & <script src="https://evil.example/x.js"></script>`;

describe('The report for people', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-report-'));
  let org: Sandbox;
  let opened: OpenedProduct;
  let report: PostureReport;
  let stig: ComplianceReport;

  beforeAll(async () => {
    org = await startSandbox(SMALL_TRIAL);
    opened = await openProduct();
    const { product } = opened;
    const { id } = await product.connectByToken(org.url, org.tokenOf('SUPER_ADMIN'));
    await product.scan(id, { profile: 'strict-gov', activityDays: 7 });
    await product.scan(id, { profile: 'strict-gov' });
    report = await product.app.get(PostureReports).latest(id);
    stig = await product.app.get(ComplianceDocuments).of(id, 'stig');
  });
  afterAll(async () => {
    await opened?.close();
    await org?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('says what the scan said: counts, score with coverage, fixes, what was not assessed, changes, controls', () => {
    const page = renderReport(report);
    const { scan, score } = report;

    expect(score.score).toBeGreaterThan(0);
    expect(score.coveragePercent).toBeLessThan(100);
    expect(page).toContain(`<b>${score.score}</b>posture score`);
    expect(page.match(/<ol class="fixes">.*?<\/ol>/s)?.[0].match(/<li>/g)).toHaveLength(10);
    for (const { reason, isOptional } of scan.notAssessed)
      if (!isOptional) expect(page).toContain(reason.slice(0, 40).replaceAll("'", '&#39;'));
    expect(report.changes).not.toBeNull();
    for (const { framework } of report.compliance) expect(page).toContain(framework.title);
    const leading = scan.findings.filter(({ supersededBy }) => supersededBy === null);
    expect(page.match(/<article>/g)).toHaveLength(Math.min(leading.length, 400));
  });

  it('stands to all 24 or more requirements of the STIG, and passes none of which a rule was not evaluated', () => {
    expect(stig.controls.length).toBeGreaterThanOrEqual(24);
    for (const { state, rules } of stig.controls) {
      const said = new Set(rules.map((rule) => rule.state));
      expect(state === 'pass' && (said.has('not_assessed') || said.has('fail'))).toBe(false);
      expect(state === 'fail').toBe(said.has('fail'));
    }
    expect(stig.summary.fail).toBeGreaterThan(0);
    expect(stig.summary.pass).toBeGreaterThan(0);
  });

  it.each(FRAMEWORKS.map((framework) => [framework]))(
    'names the controls of %s, and no table without its heads',
    async (name) => {
      const of = await opened.product.app.get(ComplianceDocuments).of(report.scan.connection.id, name);
      const page = renderCompliance(of);

      expect(of.controls.length).toBeGreaterThan(4);
      const named = [...page.matchAll(/scope="rowgroup"[^>]*>\s*(\S+)/g)].map(([, control]) => control);
      expect(named).toEqual(of.controls.map(({ control }) => control));
      expect(page.match(/<table>/g)?.length).toBe(page.match(/<caption>/g)?.length);
    },
  );

  if (browser === null) {
    it('is not rendered here: there is no Chromium', () => expect(chromium()).toBeNull());
    return;
  }

  it('is rendered by Chromium without network, script or errors, whatever the org is called', async () => {
    const hostile = { ...report, scan: { ...report.scan, connection: { ...report.scan.connection, domain: HOSTILE } } };
    const file = join(dir, 'report.html');
    writeFileSync(file, renderReport(hostile));
    const { dom, asked } = await render(
      browser!,
      file,
      '--window-size=1200,1600',
      `--screenshot=${join(dir, 'report.png')}`,
    );

    expect(asked).toEqual([]);
    expect(dom).toMatch(/<title>Identity posture of &lt;img src=x/);
    expect(dom).not.toMatch(/<img|<script|<link|<iframe/);
    expect(dom.match(/<h1>/g)).toHaveLength(1);
    expect(dom.match(/<section/g)?.length).toBe(6);
    for (const head of dom.match(/<table>.*?<\/table>/gs) ?? []) expect(head).toMatch(/<caption>.*<th scope="col"/s);
    expect(readFileSync(join(dir, 'report.png')).length).toBeGreaterThan(20_000);
  });

  it('would be caught if it asked for anything', async () => {
    const file = join(dir, 'asking.html');
    writeFileSync(file, '<!doctype html><title>x</title><img src="https://tracker.example/pixel.gif">');

    expect((await render(browser, file)).asked).toEqual(['https://tracker.example/pixel.gif']);
  });
});
