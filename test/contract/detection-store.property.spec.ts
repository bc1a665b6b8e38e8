import fc from 'fast-check';
import { ActivityStore, DetectionStates } from '@posture/activity';
import type { Activity, EventFacts, JoinedFacts, SubjectRef } from '@posture/domain';
import { JOINED_FACTS } from '@posture/domain';
import { DetectionReconciler, EpisodeStore, FindingStore } from '@posture/findings';
import type { ResolvedRule } from '@posture/rule-engine';
import { detectionScores } from '../../libs/flows/src/activity/detection-scores';
import { Detector } from '../../libs/flows/src/activity/detector';
import type { DetectorStores, Watched } from '../../libs/flows/src/activity/detector';
import { compileDetection } from '../../libs/rule-engine/src/detection/compile-detection';
import { entryOf } from '../support/activity-events';
import { ActivityLog, free } from '../support/activity-log';
import { referenceEpisodes } from '../support/detection-reference';
import { ORG, late, ordered, paged } from '../support/detection-streams';
import { TestClock } from '../support/inventory-org';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';
import { rules, streams } from './detection-property.arbitrary';

/** TEST_STREAM_RUNS makes them more. */
const RUNS = Number(process.env['TEST_STREAM_RUNS'] ?? 12);
const LIMIT_MS = 300_000 + RUNS * 10_000;
const HOUR_MS = 3_600_000;
const pageSizes = fc.array(fc.integer({ min: 4, max: 20 }), { minLength: 1, maxLength: 4 });
const minutesLate = fc.array(fc.nat(60), { minLength: 1, maxLength: 30 });
/** Below zero: that event is not repeated. */
const repeats = fc.array(fc.integer({ min: -60, max: 60 }), { minLength: 1, maxLength: 30 });
/** After which pages a process dies: when its page is kept, or when it is judged as well. */
const deaths = fc.array(fc.constantFrom(null, null, 'kept', 'judged'), { minLength: 1, maxLength: 6 });
type Death = 'kept' | 'judged' | null;

describe.each(STORE_KINDS)('A log that is kept and judged page by page, on the %s store', (kind) => {
  let store: TestStore;
  let stores: DetectorStores;
  let episodes: EpisodeStore;

  beforeAll(async () => {
    store = await openTestStore(kind);
    const { database } = store;
    const clock = new TestClock();
    const findings = new FindingStore(database);
    episodes = new EpisodeStore(database);
    stores = {
      ...{ database, findings, activity: new ActivityStore(database, clock) },
      ...{ states: new DetectionStates(database, clock) },
      reconciler: new DetectionReconciler(findings, episodes, clock),
    };
  });
  afterAll(() => store.close());

  /** Keeps and judges the pages, each process going on where the one before it died. */
  async function followed(
    resolved: readonly ResolvedRule[],
    pages: readonly (readonly EventFacts[])[],
    dies: readonly Death[],
  ) {
    const log = await ActivityLog.begin(store.database);
    const watched = watchedBy(log.connectionId, resolved);
    let detector = await begun(watched);
    for (const [n, page] of pages.entries()) {
      const death = dies[n % dies.length];
      const { stored } = await log.append(page.map(entryOfFacts));
      if (death !== 'kept') {
        detector.take(stored);
        await detector.commit(Number.NEGATIVE_INFINITY, UNKNOWN_TENANT, free);
      }
      if (death !== null) detector = await begun(watched);
    }
    const newest = Math.max(0, ...pages.flat().map(({ at }) => at));
    const waits = watched.rules.detections.map(({ quietMs, patterns }) =>
      Math.max(quietMs, ...patterns.map(({ operator }) => operator.horizonMs)),
    );
    await detector.commit(newest + 2 * Math.max(0, ...waits) + 3 * HOUR_MS, UNKNOWN_TENANT, free);
    return { found: await standing(log.connectionId), until: detector.status().watermark };
  }

  async function begun(watched: Watched): Promise<Detector> {
    const resumed = await Detector.resume(stores, watched);
    if (resumed !== null) return resumed;
    const detector = Detector.anew(stores, watched, new Date(0));
    for await (const events of detector.history(new Date(0))) expect(events).toBeGreaterThan(0);
    return detector;
  }

  /** Findings that are there, each with its episodes. */
  async function standing(connectionId: string) {
    const present = await stores.findings.allPresent(connectionId);
    const each = present.map(async ({ id, rule, subject }) => {
      const records = await episodes.list(id, 1_000);
      return records
        .filter(({ withdrawnAt }) => withdrawnAt === null)
        .map(({ withdrawnAt: _, isSettled: __, ...rest }) => ({ ...rest, rule, entity: subject }));
    });
    return (await Promise.all(each)).flat();
  }

  it(
    'gives the findings, episodes and evidence of the reference, however it is broken off, shuffled and repeated',
    async () => {
      let found = 0;
      const run = fc.asyncProperty(
        ...([rules, streams, pageSizes, minutesLate, repeats, deaths] as const),
        async (resolved, events, sizes, delays, again, dies) => {
          const before = found;
          const inOrder = paged(late(events, [0], []), sizes);
          const ways: Record<string, readonly [pages: readonly (readonly EventFacts[])[], dies: readonly Death[]]> = {
            'page by page': [inOrder, [null]],
            'killed and gone on with': [inOrder, dies],
            'late, repeated and killed': [paged(late(events, delays, again), sizes), dies],
          };
          for (const [way, [pages, dying]] of Object.entries(ways)) {
            const { found: is, until } = await followed(resolved, pages, dying);
            const expected = referenceEpisodes(resolved, events, { org: ORG, until }).filter(isFindingOf(resolved));
            expect({ way, found: ordered(is.map(unnamed)) }).toEqual({ way, found: ordered(expected.map(unnamed)) });
            found += is.length;
          }
          // A stream in which there was nothing to find was compared too; another takes its place among the runs.
          fc.pre(found > before);
        },
      );
      await fc.assert(run, { numRuns: RUNS });
      expect(found).toBeGreaterThan(RUNS / 4);
    },
    LIMIT_MS,
  );
});

/** A finding has one name of its entity, an episode the one its events gave it. */
function unnamed<T extends { readonly entity: SubjectRef }>(episode: T): T {
  return { ...episode, entity: { ...episode.entity, name: '' } };
}

const UNKNOWN_TENANT = detectionScores(null);

function watchedBy(connectionId: string, resolved: readonly ResolvedRule[]): Watched {
  const detections = resolved.map(compileDetection);
  const isFinding = (rule: string) => isFindingOf(resolved)({ rule });
  return { connectionId, org: ORG, rules: { detections, digest: 'invented', isFinding } };
}

function isFindingOf(resolved: readonly ResolvedRule[]): (of: { readonly rule: string }) => boolean {
  const signals = new Set(resolved.filter(({ file }) => file.report === 'signal').map(({ file }) => file.id));
  return ({ rule }) => !signals.has(rule);
}

/** What a provider told, and what the inventory knew of it. */
function entryOfFacts(event: EventFacts) {
  const isJoined = (name: string) => Object.hasOwn(JOINED_FACTS, name);
  const part = (wanted: boolean) =>
    Object.fromEntries(Object.entries(event).filter(([name]) => isJoined(name) === wanted));
  return entryOf(part(false) as unknown as Activity, { joined: part(true) as JoinedFacts });
}
