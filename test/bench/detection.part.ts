import type { Condition, EventFacts, Facts } from '@posture/domain';
import type { ResolvedRule } from '@posture/rule-engine';
import type { RuleProperties } from 'json-rules-engine';
import { selectorsOf } from '../../libs/rule-engine/src/detection/compile-detection';
import { typeMatcher } from '../../libs/rule-engine/src/detection/event-type';
import { knownFacts, newEngine, withParameters } from '../support/oracle';
import { startChild } from './child-process';
import type { Watched } from './detection-process';
import { detectionRules } from './detection-rules';
import { STREAM_TYPES, entitiesOf, streamEvent } from './detection-stream';
import type { BenchPart, PartResult } from './part';
import { figure, round } from './part';
import { inSeconds, timed } from './stopwatch';

/** With their addresses and devices more than 100,000 entities. */
const USERS = 25_000;
const MANY_USERS = 90_000;
const EVENTS = 200_000;
const SAMPLE = 1_000;
/** As `posture serve` starts a server. */
const NODE = ['--max-semi-space-size=64'];

export const detectionPart: BenchPart = {
  name: 'detection',
  title: 'Detections over a stream',
  method: `A made-up stream through every shipped detection at once, in pages of 1,000: taken, time moved on, changes and state asked for. One
thread of a process of its own, started as a server is; making the events is not counted, but what they leave to the garbage collector is. Once,
twice and four times as many events, half the rules, and many more entities, each by a process of its own: what an event costs more is told by
their differences, as nothing is settled in the first hour. Entities are the users, addresses and devices the events name.
json-rules-engine alone is given one rule for each selection of the same detections (their conditions only: no timelines, no
episodes) and a sample of the same events, run one by one; its rate is that of the sample.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const watch = async (name: string, events: number, users: number, oneOf = 1): Promise<Watched> => {
    const child = await startChild('test/bench/detection-process.ts', [events, users, oneOf], NODE);
    await child.stop();
    const watched = child.said as Watched;
    const { seconds, cpuSeconds, timelines, stateMib, episodes } = watched;
    say(
      `${name}: ${events} events in ${inSeconds(seconds)} (${inSeconds(cpuSeconds)} of processors), ${round(events / seconds)}/s, ${timelines} timelines, ${round(stateMib)} MiB, ${episodes} episodes`,
    );
    return watched;
  };
  const once = await watch('1×', EVENTS, USERS);
  const twice = await watch('2×', 2 * EVENTS, USERS);
  const fourTimes = await watch('4×', 4 * EVENTS, USERS);
  const half = await watch('half the rules', 2 * EVENTS, USERS, 2);
  const many = await watch('many entities', 4 * EVENTS, MANY_USERS);
  const rules = await detectionRules();
  const engine = await timed(() => judgeByEngine(rules));
  const ours = (4 * EVENTS) / fourTimes.seconds;
  const theirs = SAMPLE / engine.seconds;
  const [earlier, later] = [twice.seconds - once.seconds, fourTimes.seconds - twice.seconds];
  const eventsASecond = (rate: number): string => `${round(rate)} events/s`;
  const entities = (users: number): string => `${entitiesOf(4 * EVENTS, users).toLocaleString('en')} entities`;
  return {
    sizes: `${(4 * EVENTS).toLocaleString('en')} events, 50 a second, of ${entities(USERS)} (${USERS.toLocaleString('en')} users, their addresses and devices); ${rules.length} detections; ${fourTimes.timelines.toLocaleString('en')} timelines at the end. Many: ${entities(MANY_USERS)} (${MANY_USERS.toLocaleString('en')} users), ${many.timelines.toLocaleString('en')} timelines. json-rules-engine: ${SAMPLE.toLocaleString('en')} events.`,
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
      figure(
        'many entities against those above: an event',
        `${round((1e6 * many.seconds) / (4 * EVENTS))} µs`,
        `${round((1e6 * fourTimes.seconds) / (4 * EVENTS))} µs`,
        many.seconds / fourTimes.seconds,
        {},
      ),
      figure(
        'many entities against those above: state',
        `${round(many.stateMib)} MiB`,
        `${round(fourTimes.stateMib)} MiB`,
        many.stateMib / fourTimes.stateMib,
        {},
      ),
    ],
    left: [],
  };
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
