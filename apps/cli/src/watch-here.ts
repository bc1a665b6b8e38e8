import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { FindingStore } from '@posture/findings';
import type { FindingNews } from '@posture/findings';
import { WorkHere } from '@posture/flows';

const LOOK_MS = 500;
/** What another transaction began to write before and ends later is dated up to so much earlier than what was seen. */
const LATE_MS = 60_000;
const PAGE = 1_000;

/**
 * Follows the log of a connection in this process, and tells what becomes of its findings, until the signal fires.
 * @throws as `WorkHere.follow`
 */
export async function watchHere(
  app: INestApplicationContext,
  connectionId: string,
  signal: AbortSignal,
  tell: (news: FindingNews) => void,
): Promise<void> {
  const findings = app.get(FindingStore);
  const begun = new Date();
  const told = new Set<string>();
  const look = async () => {
    const since = new Date(Math.max(begun.getTime(), Date.now() - LATE_MS));
    for (const news of await findings.news(connectionId, since, PAGE)) {
      if (told.has(news.id)) continue;
      told.add(news.id);
      tell(news);
    }
  };
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      await look();
      await delay(LOOK_MS);
    }
  })();
  try {
    await app.get(WorkHere).follow(connectionId, 'cli', signal);
  } finally {
    isOver = true;
    await looking;
    await look();
  }
}
