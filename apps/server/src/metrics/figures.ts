import { Inject, Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { deliveryFigures } from '@posture/alerts';
import { coverageFigures } from '@posture/evaluations';
import { openBySeverity } from '@posture/findings';
import { ConnectionStore, requestsOfDay } from '@posture/inventory';
import { CLOCK, Database, LOGGER, Outage, runFigures } from '@posture/platform';
import type { Clock, Logger } from '@posture/platform';
import { Remembered } from './remembered';

type Labels = Readonly<Record<string, string | number>>;
type Value = readonly [labels: Labels, value: number];

interface Family {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/**
 * What the record says of this installation, whichever process is asked. Each part is asked for by itself and remembered
 * (`Remembered`); one that cannot be had is left out and says so in `posture_figures_up`: nothing is shown as 0 that is
 * not known.
 */
@Injectable()
export class Figures {
  readonly registry = new Registry();
  readonly #up = new Gauge({
    name: 'posture_figures_up',
    help: 'Whether a part of the figures could be read from the record.',
    labelNames: ['part'],
    registers: [this.registry],
  });
  readonly #parts: (() => Promise<void>)[] = [];

  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionStore,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#part('runs', () => runFigures(this.database, clock), [
      [RUNS, ({ runs }) => runs.map(({ kind, state, count }) => [{ kind, state }, count])],
      [RUN_WAIT, ({ oldestDueSeconds }) => [[{}, oldestDueSeconds]]],
    ]);
    this.#part('deliveries', () => deliveryFigures(this.database, clock), [
      [DELIVERIES, (told) => told.deliveries.map(({ state, attempts, count }) => [{ state, attempts }, count])],
      [DELIVERY_WAIT, ({ oldestDueSeconds }) => [[{}, oldestDueSeconds]]],
    ]);
    this.#part('findings', () => openBySeverity(this.database), [
      [FINDINGS, (open) => open.map(({ severity, status, count }) => [{ severity, status }, count])],
    ]);
    this.#part('requests', () => requestsOfDay(this.database, clock), [
      [REQUESTS, (asked) => asked.map(({ bucket, count }) => [{ bucket }, count])],
    ]);
    this.#part('coverage', () => this.#coverage(), [
      [COVERAGE, (lines) => lines.map(({ connection, state, count }) => [{ connection, state }, count])],
    ]);
  }

  /** In the text format of Prometheus. */
  async text(): Promise<string> {
    // One after the other: an embedded store has one backend, which others want as well.
    for (const ask of this.#parts) await ask();
    return this.registry.metrics();
  }

  #part<T>(
    part: string,
    ask: () => Promise<T>,
    families: readonly (readonly [family: Family, values: (figures: T) => readonly Value[]])[],
  ): void {
    const remembered = new Remembered(ask);
    const outage = new Outage(this.logger, 'figures.failed');
    const gauges = families.map(([{ name, help, labels }, values]) => {
      return { values, gauge: new Gauge({ name, help, labelNames: [...labels], registers: [this.registry] }) };
    });
    this.#parts.push(async () => {
      for (const { gauge } of gauges) gauge.reset();
      this.#up.set({ part }, 0);
      await outage.survive(async () => {
        const figures = await remembered.get();
        for (const { gauge, values } of gauges) for (const [labels, value] of values(figures)) gauge.set(labels, value);
        this.#up.set({ part }, 1);
      });
    });
  }

  async #coverage(): ReturnType<typeof coverageFigures> {
    const ids = (await this.connections.list()).map(({ id }) => id);
    return coverageFigures(this.database, ids);
  }
}

const RUNS: Family = {
  name: 'posture_runs',
  help: 'Work that is unfinished, and work asked for within a day that has ended.',
  labels: ['kind', 'state'],
};
const RUN_WAIT: Family = {
  name: 'posture_run_wait_seconds',
  help: 'For how long the run that is due for longest waits for a worker.',
  labels: [],
};
const DELIVERIES: Family = {
  name: 'posture_alert_deliveries',
  help: 'Alerts on their way, and alerts made within a day that have arrived or been given up, by attempts made.',
  labels: ['state', 'attempts'],
};
const DELIVERY_WAIT: Family = {
  name: 'posture_alert_wait_seconds',
  help: 'For how long the alert that is due for longest waits to be sent.',
  labels: [],
};
const FINDINGS: Family = {
  name: 'posture_findings',
  help: 'Findings that are not resolved.',
  labels: ['severity', 'status'],
};
const REQUESTS: Family = {
  name: 'posture_provider_requests_of_day',
  help: 'Requests made of providers by the syncs begun within a day, by bucket of their limits.',
  labels: ['bucket'],
};
const COVERAGE: Family = {
  name: 'posture_coverage_resources',
  help: 'Resources of a connection by how well they were read when it was judged last.',
  labels: ['connection', 'state'],
};
