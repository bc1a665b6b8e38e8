import fc from 'fast-check';
import type { EventFacts } from '@posture/domain';
import { loadProviders } from '@posture/flows';
import type { ResolvedRule } from '@posture/rule-engine';
import { referenceEpisodes } from '../support/detection-reference';
import { ORG, late, ordered, paged, watched } from '../support/detection-streams';
import type { Delivery } from '../support/detection-streams';
import { rules, streams } from './detection-property.arbitrary';
import { streamsFor, withinReach } from './detection-shipped.arbitrary';

const RUNS = 300;
const RUNS_PER_SHIPPED = 8;
const RUNS_TOGETHER = 5;
const minutesLate = fc.array(fc.nat(60), { minLength: 1, maxLength: 30 });
const pageSizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
/** Below zero: that event is not repeated. */
const repeats = fc.array(fc.integer({ min: -60, max: 60 }), { minLength: 1, maxLength: 30 });
const ways = fc.record({ sizes: pageSizes, delays: minutesLate, repeats, breakAt: fc.nat(100) });
type Ways = typeof ways extends fc.Arbitrary<infer T> ? T : never;

function inOrder(events: readonly EventFacts[]): EventFacts[] {
  return [...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function breakIn(pages: readonly unknown[], at: number): number | null {
  return pages.length === 0 ? null : 1 + (at % pages.length);
}

/** All at once; in order in pieces; shuffled; repeated; broken off and taken up again; all of that. */
function deliveries(
  events: readonly EventFacts[],
  { sizes, delays, repeats: again, breakAt }: Ways,
): Record<string, Delivery> {
  const pages = paged(inOrder(events), sizes);
  const shuffled = paged(late(events, delays, []), sizes);
  const repeated = paged(late(events, [0], again), sizes);
  const all = paged(late(events, delays, again), sizes);
  return {
    'all at once': { pages: [events], breakAfter: null },
    'in order': { pages, breakAfter: null },
    shuffled: { pages: shuffled, breakAfter: null },
    repeated: { pages: repeated, breakAfter: null },
    'broken off': { pages, breakAfter: breakIn(pages, breakAt) },
    'all of it': { pages: all, breakAfter: breakIn(all, breakAt) },
  };
}

function checkAllWays(resolved: readonly ResolvedRule[], events: readonly EventFacts[], how: Ways): number {
  const { watermark } = watched(resolved, { pages: [events], breakAfter: null }, true);
  const expected = referenceEpisodes(resolved, events, { org: ORG, until: watermark });
  for (const [way, delivery] of Object.entries(deliveries(events, how))) {
    expect({ way, found: ordered(watched(resolved, delivery, true).episodes) }).toEqual({
      way,
      found: ordered(expected),
    });
  }
  return expected.length;
}

describe('The detection engine and the reference', () => {
  it('find the same in whatever order, pieces and repetitions the events come', () => {
    let found = 0;
    fc.assert(
      fc.property(rules, streams, ways, (resolved, events, how) => {
        found += checkAllWays(resolved, events, how);
      }),
      { numRuns: RUNS },
    );
    expect(found).toBeGreaterThan(RUNS / 4);
  });

  it('agree at any moment on what was found so far', () => {
    fc.assert(
      fc.property(rules, streams, ways, fc.nat(100), (resolved, events, { sizes, delays, breakAt }, moment) => {
        const arriving = paged(late(events, delays, []), sizes);
        const pages = arriving.slice(0, 1 + (moment % Math.max(1, arriving.length)));
        const { episodes, watermark } = watched(resolved, { pages, breakAfter: breakIn(pages, breakAt) }, false);

        const expected = referenceEpisodes(resolved, pages.flat(), { org: ORG, until: watermark });

        expect(ordered(episodes)).toEqual(ordered(expected));
      }),
      { numRuns: RUNS },
    );
  });

  it('find the same by every shipped detection, and by all of them together', async () => {
    const files = (await loadProviders()).rulesOf('okta').filter(({ kind }) => kind === 'detection');
    const shipped = files.map(withinReach);
    const finding = new Set<string>();
    for (const rule of shipped) {
      fc.assert(
        fc.property(streamsFor(rule), ways, (events, how) => {
          if (checkAllWays([rule], events, how) > 0) finding.add(rule.file.id);
        }),
        { numRuns: RUNS_PER_SHIPPED },
      );
    }
    fc.assert(
      fc.property(fc.oneof(...shipped.map(streamsFor)), ways, (events, how) => {
        checkAllWays(shipped, events, how);
      }),
      { numRuns: RUNS_TOGETHER },
    );

    expect(finding.size).toBeGreaterThan(shipped.length / 3);
  });
});
