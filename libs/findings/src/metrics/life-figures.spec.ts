import { lifeFigures } from './life-figures';
import type { LifeStep } from './life-figures';

const HOUR_MS = 3_600_000;
const START = new Date('2026-03-01T00:00:00Z');

/** `type:detail@hour`; detail is the resolution or the reason. */
function life(findingId: string, steps: string, isBaseline = false): LifeStep[] {
  return steps.split(' ').map((step) => {
    const [, type = '', detail = null, hour = '0'] = /^(\w+)(?::(\w+))?@(\d+)$/.exec(step) ?? [];
    return {
      ...{ findingId, type, isBaseline, at: new Date(START.getTime() + Number(hour) * HOUR_MS) },
      resolution: type === 'resolved' ? detail : null,
      reason: type === 'reopened' ? detail : null,
    };
  });
}

const hoursToResolve = (...lives: LifeStep[][]) => {
  const { ms, count } = lifeFigures(lives.flat(), START).resolve;
  return [ms === null ? null : ms / HOUR_MS, count];
};

describe('How long findings take', () => {
  it.each([
    ['mended', 'opened@0 resolved:remediated@10', [10, 1]],
    ['still there', 'opened@0 acknowledged@1', [null, 0]],
    [
      'gone with its subject, its rule or its proof',
      'opened@0 resolved:subject_gone@1 reopened:returned@2 resolved:rule_retired@3',
      [null, 0],
    ],
    ['suppressed for a while', 'opened@0 suppressed@2 reopened:exception_ended@8 resolved:remediated@10', [4, 1]],
    ['mended while suppressed', 'opened@0 suppressed@2 resolved:remediated@8', [2, 1]],
    ['claimed and seen by nobody yet', 'opened@0 resolved:claimed@5', [null, 0]],
    ['claimed, and a judgement agreed', 'opened@0 resolved:claimed@5 verified@20', [5, 1]],
    [
      'claimed, which was not so',
      'opened@0 resolved:claimed@5 reopened:still_detected@6 resolved:remediated@30',
      [30, 1],
    ],
    ['mended twice', 'opened@0 resolved:remediated@10 reopened:returned@100 resolved:remediated@120', [15, 2]],
  ])('to be resolved: %s', (_, steps, expected) => {
    expect(hoursToResolve(life('a', steps))).toEqual(expected);
  });

  it('is told by the middle one, or between the two in the middle', () => {
    const lives = [1, 5, 90].map((hour) => life(`f${hour}`, `opened@0 resolved:remediated@${hour}`));

    expect(hoursToResolve(...lives)).toEqual([5, 3]);
    expect(hoursToResolve(...lives, life('more', 'opened@0 resolved:remediated@7'))).toEqual([6, 4]);
  });

  it('to be taken up counts the first of what people do, apart from what was there before they came', () => {
    const steps = [
      ...life('a', 'opened@0 started@3 acknowledged@9'),
      ...life('b', 'opened@0 suppressed@5'),
      ...life('c', 'opened@0 acknowledged@700', true),
      ...life('d', 'opened@0'),
    ];
    const { acknowledge, acknowledgeBaseline } = lifeFigures(steps, START);

    expect(acknowledge).toEqual({ ms: 4 * HOUR_MS, count: 2 });
    expect(acknowledgeBaseline).toEqual({ ms: 700 * HOUR_MS, count: 1 });
  });

  it('counts what ended since, and how many came back for each that was resolved', () => {
    const steps = [
      ...life('a', 'opened@0 resolved:remediated@10 reopened:returned@100 resolved:remediated@120'),
      ...life('b', 'opened@0 acknowledged@1 resolved:claimed@110 reopened:still_detected@115'),
      ...life('c', 'opened@0 suppressed@105 reopened:operator@106'),
    ];
    const since = new Date(START.getTime() + 90 * HOUR_MS);

    expect(lifeFigures(steps, since)).toMatchObject({
      acknowledge: { count: 1 },
      resolve: { count: 1 },
      reopenRate: 1,
    });
    expect(lifeFigures([], since)).toEqual({
      acknowledge: { ms: null, count: 0 },
      acknowledgeBaseline: { ms: null, count: 0 },
      resolve: { ms: null, count: 0 },
      reopenRate: null,
    });
  });
});
