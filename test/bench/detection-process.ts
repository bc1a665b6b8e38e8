import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compileDetection } from '../../libs/rule-engine/src/detection/compile-detection';
import { DetectionEngine } from '../../libs/rule-engine/src/detection/detection-engine';
import { detectionRules } from './detection-rules';
import { streamEvent } from './detection-stream';

/** What it took to watch a stream. */
export interface Watched {
  /** Making the events is not counted. */
  readonly seconds: number;
  /** Processor time of the same, in seconds: helpers of the garbage collector included, other processes not. */
  readonly cpuSeconds: number;
  readonly timelines: number;
  readonly stateMib: number;
  readonly episodes: number;
}

const PAGE = 1_000;
const MIB = 1024 ** 2;
const ORG = { kind: 'Org', key: 'Org:org', externalId: 'org', name: 'Brightwater' } as const;

/** Arguments: how many events, of how many users, and of how many rules one is watched by. Prints what it took as JSON. */
async function main([events = 0, users = 0, oneOf = 1]: readonly number[]): Promise<void> {
  const rules = (await detectionRules()).filter((_, index) => index % oneOf === 0);
  const before = heap();
  const engine = new DetectionEngine(rules.map(compileDetection), { org: ORG });
  let spent = 0;
  let cpu = 0;
  let episodes = 0;
  for (let from = 0; from < events; from += PAGE) {
    const page = Array.from({ length: PAGE }, (_, index) => streamEvent(from + index, users));
    const started = performance.now();
    const cpuBefore = process.cpuUsage();
    engine.take(page);
    engine.advance();
    episodes += engine.changes().reduce((sum, { settled }) => sum + settled.length, 0);
    engine.stateChanges();
    const { user, system } = process.cpuUsage(cpuBefore);
    spent += performance.now() - started;
    cpu += user + system;
  }
  const watched: Watched = {
    seconds: spent / 1000,
    cpuSeconds: cpu / 1e6,
    timelines: engine.status().timelines,
    stateMib: (heap() - before) / MIB,
    episodes,
  };
  process.stdout.write(`${JSON.stringify(watched)}\n`);
}

/** Bytes in use once all that is of no use is gone. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

void main(process.argv.slice(2).map(Number));
