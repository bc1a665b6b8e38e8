import type { SandboxOrg } from '../org/org';
import { Background } from './life/background';
import { busyMonth, quietMonth } from './life/month';
import type { SystemLog } from './system-log';

const TICK_MS = 250;

export interface ShowOptions {
  /** Ordinary events a minute; default 0. */
  readonly eventsPerMinute?: number;
  /** The attack to be played; default none. */
  readonly attack?: string;
  /** Seconds until it is played; default 60. */
  readonly attackAfter?: number;
  /** Days of ordinary life the log holds from the start; default 0. */
  readonly history?: number;
  /** With all that is normal and looks odd: travel, relays, new phones, expired passwords, help desk. */
  readonly busy?: boolean;
}

/**
 * Lets things happen in the log while the org is served.
 * @returns ends it
 */
export function startShow(org: SandboxOrg, log: SystemLog, seed: string, options: ShowOptions): () => void {
  const { history = 0, busy = false } = options;
  if (history > 0) log.attach((busy ? busyMonth : quietMonth)(org, { days: history, until: log.now(), seed }));
  const timers: NodeJS.Timeout[] = [];
  const { eventsPerMinute = 0, attack, attackAfter = 60 } = options;
  if (eventsPerMinute > 0) {
    const background = new Background(org, seed);
    let owed = 0;
    timers.push(
      setInterval(() => {
        owed += (eventsPerMinute * TICK_MS) / 60_000;
        const count = Math.floor(owed);
        owed -= count;
        if (count > 0) log.append(background.next(count, log.now()));
      }, TICK_MS),
    );
  }
  if (attack !== undefined) timers.push(setTimeout(() => log.play(attack), attackAfter * 1000));
  for (const timer of timers) timer.unref();
  return () => timers.forEach((timer) => clearInterval(timer));
}
