import { join } from 'node:path';
import { runPathCase } from '@posture/flows';
import { checkRules, formatProblem } from '@posture/rule-engine';

const RULES = join(__dirname, '../../rules');

describe('Shipped rules', () => {
  it('are well formed, and every case gives the verdict it expects', async () => {
    const check = await checkRules([RULES], { runPathCase });

    expect(check.problems.map(formatProblem)).toEqual([]);
    expect(check.casesSkipped).toBe(0);
    expect(check.casesJudged).toBeGreaterThanOrEqual(check.rules.length * 3);
  });

  it('name only rules that exist where they supersede others', async () => {
    const check = await checkRules([RULES], { runPathCase });

    expect(check.notes.map(formatProblem)).toEqual([]);
  });
});
