import { setTimeout as delay } from 'node:timers/promises';
import { Nudges } from './nudges';

const LONG_MS = 600_000;
const LEAST_MS = 30;
const quiet = new AbortController().signal;

describe('Whoever rests between two looks at a log', () => {
  let nudges: Nudges;
  beforeEach(() => (nudges = new Nudges(LEAST_MS)));

  async function lasted(rest: Promise<void>): Promise<number> {
    const begun = performance.now();
    await rest;
    return performance.now() - begun;
  }

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
    // A timer may fire a millisecond early.
    expect(await lasted(nudges.rest('a', LONG_MS, quiet))).toBeGreaterThan(LEAST_MS - 2);
    let ended = false;
    const second = nudges.rest('a', LONG_MS, quiet).then(() => (ended = true));
    await delay(3 * LEAST_MS);
    expect(ended).toBe(false);
    nudges.nudge('a');
    await second;
  });

  it('looks no oftener than so, however often it is told', async () => {
    const looks = 5;
    const telling = setInterval(() => nudges.nudge('a'), 1);
    const rests = async () => {
      for (let n = 0; n < looks; n += 1) await nudges.rest('a', LONG_MS, quiet);
    };
    expect(await lasted(rests())).toBeGreaterThan(looks * (LEAST_MS - 2));
    clearInterval(telling);
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
