import { setTimeout as delay } from 'node:timers/promises';
import { FarNudges } from '../../libs/platform/src/work/far-nudges';
import { MemoryLogger } from '../support/run-checks';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const onServer = STORE_KINDS.includes('server') ? describe : describe.skip;

onServer('Who is told by another process that there is something to see', () => {
  let store: TestStore;
  /** As two processes have them. */
  let here: FarNudges;
  let there: FarNudges;
  const logger = new MemoryLogger();
  const stops: (() => Promise<void>)[] = [];
  /** Topics that were heard there, in order. */
  let heard: string[];

  beforeAll(async () => {
    store = await openTestStore('server');
    here = new FarNudges(store.database, logger);
    there = new FarNudges(await store.connect(), logger);
  });
  beforeEach(() => (heard = []));
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  afterAll(() => store?.close());

  const hear = async (topic: string, by = there) => stops.push(await by.hear(topic, () => heard.push(topic)));
  /** Ends when the last one was heard, which was sent last. */
  async function untilHeard(topic: string): Promise<void> {
    while (!heard.includes(topic)) await delay(20);
  }

  it('hears it, and nothing of what is not for it', async () => {
    await hear('a');
    await hear('end');
    await here.send('b');
    await here.send('a');
    await here.send('end');
    await untilHeard('end');

    expect(heard).toEqual(expect.arrayContaining(['a', 'end']));
    expect(heard).not.toContain('b');
  });

  it('hears nothing of what was sent before, nor after it ended', async () => {
    await here.send('a');
    await hear('a');
    await (
      await there.hear('b', () => heard.push('b'))
    )();
    await hear('end');
    await here.send('b');
    await here.send('end');
    await untilHeard('end');

    expect(heard).toEqual(['end']);
  });

  it('is not told by others what it sent itself', async () => {
    await hear('a', here);
    await hear('end', here);
    await here.send('a');
    await there.send('end');
    await untilHeard('end');

    expect(heard).toEqual(['end']);
  });

  it('is not kept from anything by a database that is away, of which is warned once', async () => {
    const lost = await store.connect();
    const lonely = new FarNudges(lost, logger);
    await hear('a', lonely);
    await lost.close();
    while (logger.events.length === 0) await delay(20);
    await lonely.send('a');
    expect(logger.events).toEqual(['nudges.failed']);
    logger.events.length = 0;
  });

  it('is forgotten with what it was about', async () => {
    await here.send('gone');
    await here.forget('gone');
    expect(await store.database.query('select 1 from nudge where topic = $1', ['gone'])).toEqual([]);
  });
});
