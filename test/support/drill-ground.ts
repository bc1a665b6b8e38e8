import { join } from 'node:path';
import { oktaWire } from '@posture/connectors';
import { nodeKey } from '@posture/domain';
import type { Episode, EventFacts, EpisodesOfEntity, SubjectRef } from '@posture/domain';
import { Providers } from '@posture/flows';
import { DetectionEngine, compileDetection, resolveRules } from '@posture/rule-engine';
import type { CompiledDetection } from '@posture/rule-engine';
import { quietMonth } from '../../apps/sandbox/src/log/life/month';
import { DRILLS } from '../../apps/sandbox/src/log/drills';
import type { LogEvent } from '../../apps/sandbox/src/log/log-event';
import { Rng } from '../../apps/sandbox/src/org/generate/rng';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { eventFacts } from '../../libs/flows/src/activity/event-facts';
import { InventoryFacts } from '../../libs/flows/src/activity/inventory-facts';
import { Graphs } from '../../libs/flows/src/graphs';
import { selects, selectorsOf } from '../../libs/rule-engine/src/detection/compile-detection';
import { openProduct } from './product';
import { Secret } from '@posture/platform';

/** A Wednesday at work. */
const AT = Date.parse('2026-06-17T10:00:00Z');
const ORG: SubjectRef = { kind: 'Org', key: nodeKey('Org', 'org'), externalId: 'org', name: 'Brightwater' };
const LATEST = 90 * 86_400_000;
/** A rule that reads what so many others find is held over a shorter past: all of them judge it. */
const MANY = 20;
const SHORTER = 9 * 86_400_000;
const LATENESS = 3_600_000;
const PAGE = 500;

/** An org that was read, with a month of its ordinary life: where drills are held. */
export class DrillGround {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly joined: (events: Iterable<LogEvent>) => EventFacts[],
    private readonly ordinary: OrdinaryLife,
    private readonly detections: readonly CompiledDetection[],
    private readonly resolve: (parameters: Readonly<Record<string, unknown>>, rule: string) => CompiledDetection,
  ) {}

  static async open(): Promise<DrillGround> {
    const sandbox = await startSandbox({
      ...{ users: 300, groups: 40, apps: 40, seed: 'drills', asOf: new Date(AT), unlimited: true },
      scenario: join(__dirname, 'drill-ground.scenario.yaml'),
    });
    const test = await openProduct();
    try {
      const token = new Secret(sandbox.tokenOf('SUPER_ADMIN'));
      const { id } = await test.product.connect(sandbox.url, { kind: 'api_token', token });
      await test.product.scan(id, { read: ['all-factors'] });
      const version = await test.product.app.get(Graphs).published(id);
      const facts = new InventoryFacts(version);
      const normaliser = oktaWire.activity.normaliser({});
      const joined = (events: Iterable<LogEvent>): EventFacts[] =>
        Array.from(events, (raw) => {
          const normalised = normaliser.normalise(raw, AT + LATEST);
          if ('quarantined' in normalised) throw new Error(normalised.quarantined.why);
          return eventFacts(normalised.activity, facts.of(normalised.activity));
        });
      const files = test.product.app
        .get(Providers)
        .rulesOf(oktaWire.provider)
        .filter(({ kind }) => kind === 'detection');
      const resolve = (parameters: Readonly<Record<string, unknown>>, rule: string): CompiledDetection => {
        const [resolved] = resolveRules(
          files.filter(({ id: of }) => of === rule),
          'everything',
        );
        if (resolved === undefined) throw new Error(`there is no rule ${rule}`);
        return compileDetection({ ...resolved, parameters: { ...resolved.parameters, ...parameters } as never });
      };
      const detections = resolveRules(files, 'everything').map(compileDetection);
      const asks = typesAsked(detections);
      const ordinary = new OrdinaryLife(joined(ofTypes(asks, quietMonth(sandbox.org, { until: AT }))));
      return new DrillGround(sandbox, joined, ordinary, detections, resolve);
    } finally {
      await test.close();
    }
  }

  get rules(): readonly string[] {
    return this.detections.map(({ id }) => id);
  }

  /** What the rule finds in a month of ordinary life with the story at its end. */
  hold(rule: string, which: 'attack' | 'lookAlike'): readonly EpisodesOfEntity[] {
    const drill = DRILLS[rule]!;
    const story = this.joined(drill[which](this.sandbox.org, AT, new Rng(`${rule} ${which}`)));
    const judged = this.resolve(drill.parameters ?? {}, rule);
    const others = this.readBy(judged);
    const since = others.length > MANY ? AT - SHORTER : 0;
    const watching = [judged, ...others];
    const held = watched(watching, this.ordinary.of(typesAsked(watching), since), story);
    const found = held.filter((one) => one.rule === rule);
    return judged.rule.file.report === 'signal' ? found.flatMap((one) => about(story, one)) : found;
  }

  close(): Promise<void> {
    return this.sandbox.stop();
  }

  private readBy({ spec, id }: CompiledDetection): CompiledDetection[] {
    const selectors = spec.patterns.flatMap(selectorsOf).flatMap(({ detections }) => detections ?? []);
    return this.detections.filter((one) => one.id !== id && selectors.some((selector) => selects(selector, one)));
  }
}

/** Events in order of time. Each rule asks for a few types of them, and many ask for the same. */
class OrdinaryLife {
  readonly #events: readonly EventFacts[];
  readonly #types: readonly string[];
  readonly #asked = new Map<string, readonly EventFacts[]>();

  constructor(events: EventFacts[]) {
    this.#events = events.sort(byTime);
    this.#types = [...new Set(events.map(({ type }) => type))];
  }

  of(asks: (type: string) => boolean, since: number): readonly EventFacts[] {
    const types = this.#types.filter(asks);
    const key = `${since} ${types.join()}`;
    let events = this.#asked.get(key);
    if (events === undefined) {
      const wanted = new Set(types);
      events = this.#events.filter(({ at, type }) => at >= since && wanted.has(type));
      this.#asked.set(key, events);
    }
    return events;
  }
}

const byTime = (a: EventFacts, b: EventFacts): number => a.at - b.at || (a.id < b.id ? -1 : 1);

function* ofTypes(asks: (type: string) => boolean, events: Iterable<LogEvent>): Generator<LogEvent> {
  for (const event of events) if (asks(event.eventType)) yield event;
}

function typesAsked(detections: readonly CompiledDetection[]): (type: string) => boolean {
  const matchers = detections.flatMap(({ patterns }) =>
    patterns.flatMap(({ parts }) => parts.flatMap(({ types }) => types ?? [])),
  );
  return (type) => matchers.some((matches) => matches(type));
}

/** A weak sign is part of ordinary life: of it only what the story itself gives counts. */
function about(story: readonly EventFacts[], found: EpisodesOfEntity): EpisodesOfEntity[] {
  const told = new Set(story.map(({ id }) => id));
  const ofStory = ({ events }: Episode): boolean => events.some(({ id }) => told.has(id));
  const [open, settled] = [found.open.filter(ofStory), found.settled.filter(ofStory)];
  return open.length + settled.length > 0 ? [{ ...found, open, settled }] : [];
}

/** @returns what is found; of ordinary events those of types that no rule asks for are left out, because they are nearly all */
function watched(
  detections: readonly CompiledDetection[],
  ordinary: readonly EventFacts[],
  story: readonly EventFacts[],
): EpisodesOfEntity[] {
  const engine = new DetectionEngine(detections, { org: ORG });
  for (const events of piecesOf(ordinary, [...story].sort(byTime))) {
    engine.take(events);
    engine.advance();
  }
  // What was left out lets time go on as well.
  engine.advance(story.reduce((latest, { at }) => Math.max(latest, at), AT) + LATENESS);
  engine.finish();
  return engine.changes().filter(({ open, settled }) => open.length + settled.length > 0);
}

/** Both, each in order of time, as one log in pieces of about a page. */
function* piecesOf(ordinary: readonly EventFacts[], story: readonly EventFacts[]): Generator<EventFacts[]> {
  let told = 0;
  for (let at = 0; at < ordinary.length; at += PAGE) {
    const piece = ordinary.slice(at, at + PAGE);
    const from = told;
    while (told < story.length && byTime(story[told]!, piece.at(-1)!) < 0) told += 1;
    yield from === told ? piece : [...piece, ...story.slice(from, told)];
  }
  if (told < story.length) yield story.slice(told);
}
