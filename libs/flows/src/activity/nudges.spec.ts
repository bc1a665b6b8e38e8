import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@posture/platform';
import { Nudges } from './nudges';

const LONG_MS = 600_000;
const LEAST_MS = 30;
const quiet = new AbortController().signal;

describe('Whoever rests between two looks at a log', () => {
  let nudges: Nudges;
  beforeEach(() => (nudges = new Nudges(systemClock, LEAST_MS)));

  it('goes on as soon as it is told, and not for what is told to others', async () => {
    let ended = false;
    const rest = nudges.rest('a', LONG_MS, quiet).then(() => (ended = true));
    nudges.nudge('b');
    await delay(3 * LEAST_MS);
    expect(ended).toBe(false);
    nudges.nudge('a');
    await rest;
    expect(ended).toBe(true);
  });

  it('is told what came while it looked, and of much at once a single time', async () => {
    for (let n = 0; n < 100; n += 1) nudges.nudge('a');
    let ended = false;
    await nudges.rest('a', LONG_MS, quiet);
    const second = nudges.rest('a', LONG_MS, quiet).then(() => (ended = true));
    await delay(3 * LEAST_MS);
    expect(ended).toBe(false);
    nudges.nudge('a');
    await second;
  });

  it('looks no oftener than so, however often it is told', async () => {
    const telling = setInterval(() => nudges.nudge('a'), 1);
    const ended: string[] = [];
    const often = async (who: string, wait: () => Promise<void>) => {
      for (let n = 0; n < 5; n += 1) await wait();
      ended.push(who);
    };
    // Timers of one length fire in the order in which they were set, however late.
    await Promise.all([
      often('who counts the least rests', () => delay(LEAST_MS)),
      often('who rests', () => nudges.rest('a', LONG_MS, quiet)),
    ]);
    clearInterval(telling);
    expect(ended).toEqual(['who counts the least rests', 'who rests']);
  });

  it('rests no longer than it wanted to', async () => {
    await nudges.rest('a', 0, quiet);
    await nudges.rest('a', 2 * LEAST_MS, quiet);
  });

  it.each([0, 3 * LEAST_MS])('gives up with the reason of whoever stops it, %i ms after it began', async (ms) => {
    const stopping = new AbortController();
    const rest = nudges.rest('a', LONG_MS, stopping.signal);
    const given = expect(rest).rejects.toThrow('enough');
    await delay(ms);
    stopping.abort(new Error('enough'));
    await given;
    await expect(nudges.rest('a', LONG_MS, stopping.signal)).rejects.toThrow('enough');
  });
});
