import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { NoticeFlow } from '@posture/flows';
import { LOGGER, Outage, Polling } from '@posture/platform';
import type { Logger } from '@posture/platform';

const EVERY_MS = 30_000;

/** Looks whether there is something to tell, in every process: those that work may be dead. */
@Injectable()
export class NoticeClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #polling: Polling;

  constructor(notices: NoticeFlow, @Inject(LOGGER) logger: Logger) {
    const outage = new Outage(logger, 'notices.failed');
    this.#polling = new Polling(EVERY_MS, () => outage.survive(() => notices.goOn()));
  }

  onApplicationBootstrap(): void {
    this.#polling.start();
  }

  /** The stores close once nobody uses them any more. */
  beforeApplicationShutdown(): Promise<void> {
    return this.#polling.stop();
  }
}
