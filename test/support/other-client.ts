import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import type { FastClock } from './fast-clock';

/** Asks an org the same things again and again, evenly, as some other program of its administrators does. */
export class OtherClient {
  asked = 0;
  refused = 0;
  readonly #stop = new AbortController();
  readonly #loops: Promise<void>[];

  constructor(
    private readonly sandbox: Sandbox,
    private readonly clock: FastClock,
    private readonly token: string,
    /** How often a minute, by path. */
    perMinute: Readonly<Record<string, number>>,
  ) {
    this.#loops = Object.entries(perMinute).map(([path, times]) => this.#ask(path, times));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#loops);
  }

  async #ask(path: string, perMinute: number): Promise<void> {
    const { signal } = this.#stop;
    const headers = { authorization: `SSWS ${this.token}` };
    const start = this.clock.now().getTime();
    for (let sent = 1; !signal.aborted; sent += 1) {
      const answer = await fetch(`${this.sandbox.url}${path}`, { headers });
      await answer.arrayBuffer();
      this.asked += 1;
      if (answer.status === 429) this.refused += 1;
      const next = start + (sent * 60_000) / perMinute;
      await this.clock.sleep(Math.max(0, next - this.clock.now().getTime()), signal).catch(() => undefined);
    }
  }
}
