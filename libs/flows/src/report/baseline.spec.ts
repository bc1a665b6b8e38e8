import type { Severity } from '@posture/domain';
import { newFindings, parseBaseline, refuseOtherTenant, toBaseline } from './baseline';
import type { FindingReport, ScanReport } from './scan-report';

const ACME = { id: 'c1', name: 'acme', provider: 'okta', domain: 'acme.example' };

function found(fingerprint: string, severity: Severity, status: FindingReport['status'] = 'open'): FindingReport {
  const subject = { kind: 'User' as const, externalId: fingerprint, name: null };
  const texts = { title: `${fingerprint} is at risk`, why: '', evidence: { facts: [], path: [] } };
  const base = { id: `id-${fingerprint}`, fingerprint, rule: 'rule-a', severity, score: 50, status, subject };
  return { ...base, ...texts, supersededBy: null, count: 1, members: [] };
}

function report(...findings: readonly FindingReport[]): ScanReport {
  return {
    schema: 'posture.scan/1',
    connection: ACME,
    profile: 'default',
    asOf: '2026-03-01T00:00:00.000Z',
    findings,
  } as unknown as ScanReport;
}

const fingerprints = (findings: readonly FindingReport[]) => findings.map(({ fingerprint }) => fingerprint);
const reread = (document: unknown) => parseBaseline(JSON.stringify(document), 'baseline.json');

describe('A baseline', () => {
  const before = report(found('a', 'high'), found('b', 'medium'), found('c', 'low', 'suppressed'));

  it.each([
    ['the document of a scan', before],
    ['a baseline as it was written', toBaseline(before)],
  ])('from %s makes new what it does not hold, and what is worse now', (_name, document) => {
    const baseline = reread(document);

    expect(newFindings(before, baseline)).toEqual([]);
    const now = report(found('a', 'medium'), found('b', 'critical'), found('c', 'low'), found('d', 'low'));
    // c was suppressed when the baseline was written: nobody has accepted it as it is now.
    expect(fingerprints(newFindings(now, baseline))).toEqual(['b', 'c', 'd']);
  });

  it('does not call new what people suppressed', () => {
    expect(newFindings(report(found('z', 'critical', 'suppressed')), toBaseline(before))).toEqual([]);
  });

  it('is the same file whatever the order of the findings', () => {
    const backwards = report(...[...before.findings].reverse());

    expect(JSON.stringify(toBaseline(backwards))).toBe(JSON.stringify(toBaseline(before)));
  });

  it.each([
    ['no JSON', 'acme', /is not JSON/],
    ['another document', '{"schema":"posture.replay/1"}', /neither the document of a scan nor a baseline/],
    ['half a document', '{"schema":"posture.scan/1","findings":[]}', /parts of it are missing/],
    ['null', 'null', /neither/],
    [
      'a document without fingerprints',
      JSON.stringify({ ...before, findings: [{ rule: 'rule-a', severity: 'low', status: 'open' }] }),
      /no fingerprints/,
    ],
  ])('is refused when it is %s', (_name, text, message) => {
    const read = () => parseBaseline(text, 'baseline.json');

    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ code: 'baseline.unreadable', field: '--baseline' }));
  });

  it('is refused for another tenant, by name', () => {
    const hold = (domain: string) => () =>
      refuseOtherTenant(toBaseline(before), { provider: 'okta', domain }, 'b.json');

    expect(hold('acme.example')).not.toThrow();
    expect(hold('other.example')).toThrow('"b.json" is the baseline of acme.example, not of other.example.');
  });
});
