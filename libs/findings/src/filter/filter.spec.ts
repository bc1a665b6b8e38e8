import type { DomainError } from '@posture/domain';
import { aFinding, aSubject } from '../finding.fixture';
import { matches } from './apply-filter';
import { parseFilter } from './parse-filter';
import { printFilter } from './print-filter';

const AT = new Date('2026-03-10T00:00:00Z');
const ACME = '0195e000-0000-7000-8000-00000000000c';

function refusal(text: string): { code: string; message: string; remedy: string | null; field: string | null } {
  try {
    parseFilter(text);
  } catch (error) {
    const { code, message, remedy, field } = error as DomainError;
    return { code, message, remedy, field };
  }
  throw new Error(`"${text}" was read`);
}

describe('A filter', () => {
  it.each([
    ['', {}],
    ['severity:critical,high', { severity: 'high' }],
    ['severity:>=high', { severity: 'critical' }],
    ['SEVERITY:High', { severity: 'high' }],
    ['status:open -status:resolved', { status: 'open' }],
    ['is:present -is:superseded', {}],
    ['is:superseded', { supersededBy: '0195e000-0000-7000-8000-000000000002' }],
    ['is:suppressed,superseded', { status: 'suppressed' }],
    ['rule:okta-path-*', { rule: 'okta-path-reset' }],
    ['-rule:okta-path-* rule:admin-*', {}],
    ['subject:"User:00u1"', { subject: aSubject('User:00u1') }],
    ['subject:User:00u1', { subject: aSubject('User:00u1') }],
    ['kind:user', {}],
    ['tier:t0,T1', { tier: 'T1' }],
    ['score:>=64 score:<65', { score: 64 }],
    [`connection:${ACME}`, { connectionId: ACME }],
    ['seen:>8d', { lastSeenAt: new Date('2026-03-01T00:00:00Z') }],
    ['opened:<=9d', { firstSeenAt: new Date('2026-03-01T00:00:00Z') }],
    ['assignee:none', {}],
    ['assignee:me,none', { assignee: 'key-1' }],
    ['is:overdue', { dueAt: AT }],
    ['-is:overdue', { dueAt: AT, status: 'suppressed' }],
    ['due:<3d', { dueAt: new Date('2026-03-12T00:00:00Z') }],
    ['due:<3d', { dueAt: new Date('2026-01-01T00:00:00Z') }],
    ['-due:<3d', { dueAt: null }],
    ['Service "break glass"', { title: 'A service account with BREAK GLASS rights' }],
    ['ana@acme.example', { subject: aSubject('User:u1', 'ana@acme.example') }],
  ])('%s means a finding it describes', (text, over) => {
    expect(matches(parseFilter(text, { me: 'key-1' }), aFinding(over as object), AT)).toBe(true);
  });

  it.each([
    ['severity:>high', { severity: 'high' }],
    ['-severity:>=high', { severity: 'critical' }],
    ['is:present', { present: false }],
    ['rule:*path', { rule: 'okta-path-reset' }],
    ['rule:okta_path', { rule: 'okta-path' }],
    ['rule:a*ab*b', { rule: 'aab' }],
    ['score:70', { score: 7 }],
    ['seen:>9d', { lastSeenAt: new Date('2026-03-01T00:00:00Z') }],
    ['"break glass"', { title: 'glass that may break' }],
  ])('%s does not mean one it does not describe', (text, over) => {
    expect(matches(parseFilter(text), aFinding(over as object), AT)).toBe(false);
  });

  it('knows connections by the names it is given', () => {
    const connections = [{ id: ACME, name: 'Acme production' }];
    const filter = parseFilter('connection:"acme PRODUCTION"', { connections });

    expect(printFilter(filter)).toBe(`connection:${ACME}`);
    expect(() => parseFilter('connection:acme', { connections })).toThrow('"acme" is no value of connection');
  });

  it.each([
    ['sevrity:high', 'filter.field_unknown', 'no field "sevrity" (at character 1)', 'severity, status, is, rule'],
    ['is:present severity:hgih', 'filter.value', '"hgih" is no value of severity (at character 12)', 'informational'],
    ['severity:>=high,low', 'filter.value', 'one value after >=', 'severity:critical'],
    ['rule:>a', 'filter.value', 'rule takes no >', 'rule:okta-path-*'],
    ['seen:7d', 'filter.value', 'seen takes > or <', 'seen:>7d'],
    ['seen:>7y', 'filter.value', '"7y" is no value of seen', 'hours, days or weeks'],
    ['seen:>99999w', 'filter.value', '"99999w"', 'ten years'],
    ['score:>=101', 'filter.value', '"101" is no value of score', 'from 0 to 100'],
    ['assignee:me', 'filter.value', '"me" is no value of assignee', 'id of whom you mean'],
    ['connection:acme', 'filter.value', '"acme" is no value of connection', 'id of a connection'],
    ['severity:', 'filter.syntax', 'A value is missing (at character 10)', '"two words"'],
    ['severity:high,', 'filter.syntax', 'A value is missing', ''],
    ['a -', 'filter.syntax', 'A value is missing (at character 4)', ''],
    ['"never closed', 'filter.syntax', 'never closed (at character 1)', ''],
    ['""', 'filter.syntax', 'Nothing is between', ''],
    ['a\u0000b', 'filter.syntax', 'cannot be printed (at character 2)', ''],
    ['a '.repeat(51), 'filter.too_long', 'more than 50 terms', ''],
    ['a'.repeat(2_001), 'filter.too_long', 'more than 2000 characters', ''],
  ])('refuses %j as %s, says where and what would be right', (text, code, message, remedy) => {
    const refused = refusal(text);

    expect(refused).toMatchObject({ code, field: 'q' });
    expect(refused.message).toContain(message);
    expect(refused.remedy).toContain(remedy);
  });

  it('is as short to refuse when it asks five hundred things', () => {
    expect(refusal(Array.from({ length: 500 }, (_, n) => `r${n}`).join(' ')).code).toBe('filter.too_long');
    expect(refusal(`rule:${Array.from({ length: 101 }, (_, n) => `r${n}`).join(',')}`).message).toContain('100 values');
  });

  it('names the field of the request it came in', () => {
    expect(() => parseFilter('nonsense:1', { input: 'filter' })).toThrow(expect.objectContaining({ field: 'filter' }));
  });
});
