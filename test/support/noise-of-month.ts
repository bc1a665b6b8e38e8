import { oktaWire } from '@posture/connectors';
import { nodeKey } from '@posture/domain';
import type { Episode, EpisodesOfEntity, EventFacts, Severity, SubjectRef } from '@posture/domain';
import { loadProviders } from '@posture/flows';
import { DetectionEngine, compileDetection, resolveRules } from '@posture/rule-engine';
import type { CompiledDetection } from '@posture/rule-engine';
import type { LogEvent } from '../../apps/sandbox/src/log/log-event';
import { busyMonth, quietMonth } from '../../apps/sandbox/src/log/life/month';
import type { Month } from '../../apps/sandbox/src/log/life/month';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import { eventFacts } from '../../libs/flows/src/activity/event-facts';
import { InventoryFacts } from '../../libs/flows/src/activity/inventory-facts';
import { RecordingSink } from '../bench/recording-sink';
import { readInto, tenantOf } from '../bench/tenant';

/** A Wednesday at work: the last instant of the month. */
const AT = new Date('2026-06-17T10:00:00Z');
const DAY_MS = 86_400_000;
const PAGE = 1_000;
const ORG: SubjectRef = { kind: 'Org', key: nodeKey('Org', 'org'), externalId: 'org', name: 'Brightwater' };

export interface LifeOptions {
  readonly users: number;
  readonly groups: number;
  readonly apps: number;
  readonly life: 'quiet' | 'busy';
  /** Default 30. */
  readonly days?: number;
}

/** An episode nobody's attack caused. */
export interface Noise {
  /** UTC, as in 2026-06-17: when it was first told. */
  readonly day: string;
  readonly rule: string;
  readonly entity: string;
  readonly severity: Severity;
  readonly title: string;
}

export interface NoiseOfMonth {
  readonly events: number;
  readonly days: number;
  readonly seconds: number;
  /** Of rules that are findings by themselves; a weak sign is none. */
  readonly noise: readonly Noise[];
}

/**
 * What all shipped detections say of a month in the life of an org in which nobody attacks anything, each event with what
 * the inventory of that org adds to it. Events are made day by day.
 * @param say is told of each day that is over
 */
export async function noiseOfMonth(
  { life, days, ...size }: LifeOptions,
  say: (line: string) => void = () => undefined,
): Promise<NoiseOfMonth> {
  const sandbox = await startSandbox({ ...size, seed: 'noise', asOf: AT, unlimited: true });
  try {
    const sink = new RecordingSink();
    await readInto(sink, sandbox.url, sandbox.tokenOf('SUPER_ADMIN'));
    const { context } = await tenantOf(sink.nodes(), sink.edges(), sink.coverage);
    const facts = new InventoryFacts(context);
    const normaliser = oktaWire.activity.normaliser({});
    const joined = (raw: LogEvent): EventFacts => {
      const normalised = normaliser.normalise(raw, AT.getTime());
      if ('quarantined' in normalised) throw new Error(normalised.quarantined.why);
      return eventFacts(normalised.activity, facts.of(normalised.activity));
    };
    const files = (await loadProviders()).rulesOf(oktaWire.provider).filter(({ kind }) => kind === 'detection');
    const detections = resolveRules(files, 'default').map(compileDetection);
    const month = (life === 'quiet' ? quietMonth : busyMonth)(sandbox.org, { days });
    return listen(month, joined, detections, say);
  } finally {
    await sandbox.stop();
  }
}

/** The most findings of a kind on one day. */
export function worstDay(noise: readonly Noise[], severities: readonly Severity[]): { day: string; count: number } {
  const byDay = new Map<string, Set<string>>();
  for (const { day, rule, entity, severity } of noise) {
    if (!severities.includes(severity)) continue;
    byDay.set(day, (byDay.get(day) ?? new Set()).add(`${rule} ${entity}`));
  }
  return [...byDay].reduce((worst, [day, { size }]) => (size > worst.count ? { day, count: size } : worst), {
    day: 'none',
    count: 0,
  });
}

function listen(
  month: Month,
  joined: (raw: LogEvent) => EventFacts,
  detections: readonly CompiledDetection[],
  say: (line: string) => void,
): NoiseOfMonth {
  const engine = new DetectionEngine(detections, { org: ORG });
  const signals = new Set(detections.filter(({ rule }) => rule.file.report === 'signal').map(({ id }) => id));
  const heard = new Hearing(signals);
  const started = performance.now();
  let events = 0;
  let before = 0;
  let day = '';
  let page: EventFacts[] = [];
  const turn = (): void => {
    engine.take(page);
    engine.advance();
    heard.take(engine.changes(), day);
    events += page.length;
    page = [];
  };
  const endDay = (): void => {
    // Nobody keeps it here; asked for, it does not pile up.
    engine.stateChanges();
    for (const { day: told, severity, rule, title } of heard.noise.slice(before))
      say(`${told} ${severity} ${rule}: ${title}`);
    before = heard.noise.length;
    say(`${day}: ${events} events, ${before} findings`);
  };
  for (const raw of month) {
    const today = raw.published.slice(0, 10);
    if (page.length === PAGE || today !== day) turn();
    if (today !== day && day !== '') endDay();
    day = today;
    page.push(joined(raw));
  }
  turn();
  engine.finish();
  heard.take(engine.changes(), day);
  heard.end();
  const seconds = (performance.now() - started) / 1000;
  return { events, days: (month.until - month.from) / DAY_MS, seconds, noise: heard.noise };
}

/** Keeps each episode once: as it is when nothing changes it any more, on the day it was first told. */
class Hearing {
  readonly noise: Noise[] = [];
  readonly #dayOf = new Map<string, string>();
  /** Episodes that may still change, by rule and entity. */
  readonly #open = new Map<string, readonly Noise[]>();

  constructor(private readonly signals: ReadonlySet<string>) {}

  take(changes: readonly EpisodesOfEntity[], today: string): void {
    for (const { rule, entity, open, settled } of changes) {
      if (this.signals.has(rule)) continue;
      const heard = ({ from, severity, title }: Episode): Noise => {
        const key = `${rule} ${entity.key} ${from}`;
        const day = this.#dayOf.get(key) ?? today;
        this.#dayOf.set(key, day);
        return { day, rule, entity: entity.key, severity, title };
      };
      this.noise.push(...settled.map(heard));
      this.#open.set(`${rule} ${entity.key}`, open.map(heard));
    }
  }

  end(): void {
    for (const still of this.#open.values()) this.noise.push(...still);
    this.#open.clear();
  }
}
