import type { Cluster } from './cluster';
import type { ServedProcess } from './served-process';

const LEAST_MS = 1_000;
const SPREAD_MS = 2_500;

/**
 * Kills one process of a cluster after the other and starts each again, with a moment in between in which all of them are
 * there: on a slow machine there is more time between two kills, as there is more of everything.
 */
export class Killer {
  readonly killed: string[] = [];
  #stopping = false;
  readonly #done: Promise<void>;

  /** @param random from 0 to 1; says who is killed and when */
  constructor(
    private readonly cluster: Cluster,
    private readonly random: () => number,
  ) {
    this.#done = this.#go();
    // Whoever stops it is told.
    this.#done.catch(() => undefined);
  }

  /** @throws what kept a process from starting again */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#done;
  }

  async #go(): Promise<void> {
    const { processes } = this.cluster;
    while (!this.#stopping) {
      await new Promise((resolve) => setTimeout(resolve, LEAST_MS + this.random() * SPREAD_MS));
      if (this.#stopping) return;
      const victim = processes[Math.floor(this.random() * processes.length)]!;
      await this.#kill(victim);
      await victim.start();
    }
  }

  async #kill(victim: ServedProcess): Promise<void> {
    const { api, apis } = this.cluster;
    while (apis.includes(victim) && api.changing > 0) await new Promise<void>((resolve) => api.onSettled.push(resolve));
    this.killed.push(victim.name);
    await victim.kill('SIGKILL');
  }
}
