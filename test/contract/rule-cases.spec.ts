import { checkRuleFiles } from '@posture/flows';
import { formatProblem } from '@posture/rule-engine';
import { SHIPPED } from '../../libs/flows/src/providers';

describe.each(SHIPPED)('Shipped rules about $provider', (provider) => {
  it('are well formed, and every case gives the verdict it expects', async () => {
    const check = await checkRuleFiles(provider, []);

    expect(check.problems.map(formatProblem)).toEqual([]);
    expect(check.casesSkipped).toBe(0);
    expect(check.casesJudged).toBeGreaterThanOrEqual(check.rules.length * 3);
  });

  it('name only rules that exist where they supersede others', async () => {
    const check = await checkRuleFiles(provider, []);

    expect(check.notes.map(formatProblem)).toEqual([]);
  });
});
