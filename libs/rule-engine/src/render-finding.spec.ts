import { Unknown } from '@posture/domain';
import type { FactValue, SubjectRef } from '@posture/domain';
import { compileWords, placeholdersOf } from './render-finding';
import type { ResolvedRule } from './resolve-rules';

const SUBJECT: SubjectRef = { kind: 'ApiToken', key: 'ApiToken:1', externalId: '1', name: 'Backup' };

function titleOf(title: string, daysUntilExpiry: FactValue): string {
  const rule = { file: { finding: { title, why: '' } }, parameters: {} } as unknown as ResolvedRule;
  return compileWords(rule)(SUBJECT, { daysUntilExpiry }).title;
}

describe('The words of a finding', () => {
  it.each<[FactValue, string]>([
    [7, 'Backup ends in 7 days'],
    [0.25, 'Backup ends in 0.2 days'],
    [-1.15, 'Backup ended 1.1 days ago'],
    [-40.5, 'Backup ended 40 days ago'],
    [new Unknown([{ resource: 'api-tokens', parent: '' }]), 'Backup ends in unknown days'],
  ])('say of an end %p days away: %s', (days, words) => {
    expect(titleOf('{name} {ends:daysUntilExpiry}', days)).toBe(words);
  });

  it('name the fact of a placeholder, whatever stands before it', () => {
    expect(placeholdersOf('{name} {ends:daysUntilExpiry}')).toEqual(['name', 'daysUntilExpiry']);
  });
});
