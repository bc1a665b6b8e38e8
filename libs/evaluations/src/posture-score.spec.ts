import type { Severity } from '@posture/domain';
import { postureScore } from './posture-score';

const UNREAD = { resource: 'users', reason: 'It was refused.', missing: null, subjects: 0 };

const of = (
  severity: Severity | null,
  match: number,
  clear: number,
  unread = 0,
  reasons = [] as (typeof UNREAD)[],
) => ({
  severity,
  counts: { match, clear, not_assessed: unread, not_applicable: 5 },
  reasons,
});

describe('The posture score', () => {
  it('weighs each rule by its severity and the share of its subjects that match', () => {
    // Lost 10 × 1/4 + 2 × 1 of 12.
    expect(postureScore([of('critical', 1, 3), of('medium', 2, 0), of('informational', 9, 0)])).toEqual(
      expect.objectContaining({ score: 63, coveragePercent: 100 }),
    );
  });

  it('is not raised by what was not assessed: that lowers the coverage', () => {
    const whole = postureScore([of('critical', 1, 1), of('high', 0, 4)]);
    const part = postureScore([of('critical', 1, 1), of('high', 0, 4), of('critical', 0, 0, 9)]);

    expect(part.score).toBe(whole.score);
    expect([whole.coveragePercent, part.coveragePercent]).toEqual([100, 60]);
    expect(postureScore([of('high', 0, 1), of('high', 0, 0, 0, [UNREAD])]).coveragePercent).toBe(50);
  });

  it('never says that all was assessed while somebody was not', () => {
    expect(postureScore([of('high', 0, 99_999, 1)]).coveragePercent).toBe(99);
  });

  it('is no figure while nothing that weighs was assessed', () => {
    for (const results of [[], [of('high', 0, 0, 7)], [of(null, 3, 3)], [of('informational', 3, 3)]])
      expect(postureScore(results)).toEqual(expect.objectContaining({ score: null, coveragePercent: 0 }));
  });
});
