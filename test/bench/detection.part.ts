import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Condition, EventFacts, Facts } from '@posture/domain';
import { loadProviders } from '@posture/flows';
import { resolveRules } from '@posture/rule-engine';
import type { ResolvedRule } from '@posture/rule-engine';
import type { RuleProperties } from 'json-rules-engine';
import { compileDetection, selectorsOf } from '../../libs/rule-engine/src/detection/compile-detection';
import { DetectionEngine } from '../../libs/rule-engine/src/detection/detection-engine';
import { typeMatcher } from '../../libs/rule-engine/src/detection/event-type';
import { knownFacts, newEngine, withParameters } from '../support/oracle';
import { STREAM_TYPES, streamEvent } from './detection-stream';
import type { BenchPart, PartResult } from './part';
import { figure, round } from './part';
import { inSeconds, timed } from './stopwatch';
import { OKTA } from './tenant';

const USERS = 90_000;
const EVENTS = 200_000;
const PAGE = 1_000;
const SAMPLE = 1_000;
const MIB = 1024 ** 2;
const ORG = { kind: 'Org', key: 'Org:org', externalId: 'org', name: 'Brightwater' } as const;

export const detectionPart: BenchPart = {
  name: 'detection',
  title: 'Detections over a stream',
  method: `A made-up stream through every shipped detection at once, in pages of ${PAGE.toLocaleString('en')}: taken, time moved on, changes and state asked for. One
thread; making the events is not counted. Once, twice and four times as many events, and half the rules, each by an engine of its own: what an event
costs more is told by their differences, as nothing is settled in the first hour.
json-rules-engine alone is given one rule for each selection of the same detections (their conditions only: no timelines, no
episodes) and a sample of the same events, run one by one; its rate is that of the sample.`,
  run,
};

interface Watched {
  readonly seconds: number;
  readonly timelines: number;
  readonly stateMib: number;
  readonly episodes: number;
}

async function run(say: (line: string) => void): Promise<PartResult> {
  const rules = resolveRules((await loadProviders()).rulesOf(OKTA.provider), 'everything').filter(
    ({ file }) => file.kind === 'detection',
  );
  watch(rules, PAGE);
  const told = (name: string, events: number, { seconds, timelines, stateMib, episodes }: Watched): void =>
    say(
      `${name}: ${events} events in ${inSeconds(seconds)}, ${round(events / seconds)}/s, ${timelines} timelines, ${round(stateMib)} MiB, ${episodes} episodes`,
    );
  const [once, twice, fourTimes] = [1, 2, 4].map((times) => {
    const watched = watch(rules, times * EVENTS);
    told(`${times}×`, times * EVENTS, watched);
    return watched;
  }) as [Watched, Watched, Watched];
  const half = watch(
    rules.filter((_, index) => index % 2 === 0),
    2 * EVENTS,
  );
  told('half the rules', 2 * EVENTS, half);
  const engine = await timed(() => judgeByEngine(rules));
  const ours = (4 * EVENTS) / fourTimes.seconds;
  const theirs = SAMPLE / engine.seconds;
  const [earlier, later] = [twice.seconds - once.seconds, fourTimes.seconds - twice.seconds];
  const eventsASecond = (rate: number): string => `${round(rate)} events/s`;
  return {
    sizes: `${(4 * EVENTS).toLocaleString('en')} events of ${USERS.toLocaleString('en')} users, as many addresses and ${(USERS * 2).toLocaleString('en')} devices, 50 a second; ${rules.length} detections; ${fourTimes.timelines.toLocaleString('en')} timelines at the end. json-rules-engine: ${SAMPLE.toLocaleString('en')} events.`,
    figures: [
      figure('events through all detections, one core', eventsASecond(ours), null, ours, {
        atLeast: 20_000,
        unit: 'events/s',
      }),
      figure(
        'state at the end, with the events of the last hour',
        `${round(fourTimes.stateMib)} MiB`,
        null,
        fourTimes.stateMib,
        {
          atMost: 500,
          unit: 'MiB',
        },
      ),
      figure('against json-rules-engine', eventsASecond(ours), eventsASecond(theirs), ours / theirs, { atLeast: 10 }),
      figure(
        'an event of the last 400,000 against one of the 200,000 before them',
        `${round((1e6 * later) / (2 * EVENTS))} µs`,
        `${round((1e6 * earlier) / EVENTS)} µs`,
        later / earlier / 2,
        { atMost: 1.5 },
      ),
      figure(
        'all the rules against half of them',
        inSeconds(twice.seconds),
        inSeconds(half.seconds),
        twice.seconds / half.seconds,
        { atMost: 2.5 },
      ),
    ],
    left: [],
  };
}

function watch(rules: readonly ResolvedRule[], events: number): Watched {
  const before = heap();
  const engine = new DetectionEngine(rules.map(compileDetection), { org: ORG });
  let spent = 0;
  let episodes = 0;
  for (let from = 0; from < events; from += PAGE) {
    const page = Array.from({ length: PAGE }, (_, index) => streamEvent(from + index, USERS));
    const started = performance.now();
    engine.take(page);
    engine.advance();
    episodes += engine.changes().reduce((sum, { settled }) => sum + settled.length, 0);
    engine.stateChanges();
    spent += performance.now() - started;
  }
  const stateMib = (heap() - before) / MIB;
  return { seconds: spent / 1000, timelines: engine.status().timelines, stateMib, episodes };
}

/** Bytes in use once all that is of no use is gone. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** One engine with every selection, run once an event: the way its own documentation proposes. */
async function judgeByEngine(rules: readonly ResolvedRule[]): Promise<number> {
  const engine = newEngine();
  for (const { file, parameters } of rules) {
    for (const { events, when } of file.detect!.patterns.flatMap(selectorsOf)) {
      if (events === undefined) continue;
      const types: Condition = { fact: 'type', operator: 'in', value: STREAM_TYPES.filter(typeMatcher(events)) };
      const all = when === undefined ? [types] : [types, withParameters(when, parameters)];
      engine.addRule({ conditions: { all }, event: { type: file.id } } as unknown as RuleProperties);
    }
  }
  let matches = 0;
  for (let index = 0; index < SAMPLE; index += 1) {
    const { events } = await engine.run(knownFacts(factsOf(streamEvent(index, USERS))));
    matches += events.length;
  }
  return matches;
}

function factsOf(event: EventFacts): Facts {
  return event as unknown as Facts;
}
