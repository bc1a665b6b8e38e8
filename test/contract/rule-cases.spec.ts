import { join } from 'node:path';
import { checkRules, formatProblem } from '@posture/rule-engine';

const RULES = join(__dirname, '../../rules');

describe('Shipped rules', () => {
  it('are well formed, and every case gives the verdict it expects', async () => {
    const check = await checkRules([RULES]);

    expect(check.problems.map(formatProblem)).toEqual([]);
    expect(check.rules.length).toBeGreaterThan(0);
    expect(check.casesJudged).toBeGreaterThanOrEqual(check.rules.length * 3 - check.casesSkipped);
  });
});
