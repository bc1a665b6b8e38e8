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

/** An org that was read, with a month of its ordinary life: where drills are held. */
export class DrillGround {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly joined: (events: Iterable<LogEvent>) => EventFacts[],
    /** By type of event: each rule asks for a few of them. */
    private readonly ordinary: ReadonlyMap<string, readonly EventFacts[]>,
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
          return { ...normalised.activity, ...facts.of(normalised.activity) };
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
      const ordinary = byType(joined(quietMonth(sandbox.org, { until: AT })));
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
    const held = watched([judged, ...others], this.ordinary, since, story);
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

function byType(events: readonly EventFacts[]): Map<string, EventFacts[]> {
  const map = new Map<string, EventFacts[]>();
  for (const event of events) {
    const list = map.get(event.type);
    if (list === undefined) map.set(event.type, [event]);
    else list.push(event);
  }
  return map;
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
  ordinary: ReadonlyMap<string, readonly EventFacts[]>,
  since: number,
  story: readonly EventFacts[],
): EpisodesOfEntity[] {
  const matchers = detections.flatMap(({ patterns }) =>
    patterns.flatMap(({ parts }) => parts.flatMap(({ types }) => types ?? [])),
  );
  const asked = [...ordinary].filter(([type]) => matchers.some((matches) => matches(type)));
  const events = [...asked.flatMap(([, each]) => each.filter(({ at }) => at >= since)), ...story];
  const engine = new DetectionEngine(detections, { org: ORG });
  const inOrder = events.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  for (let at = 0; at < inOrder.length; at += 500) {
    engine.take(inOrder.slice(at, at + 500));
    engine.advance();
  }
  // What was left out lets time go on as well.
  engine.advance(story.reduce((latest, { at }) => Math.max(latest, at), AT) + LATENESS);
  engine.finish();
  return engine.changes().filter(({ open, settled }) => open.length + settled.length > 0);
}
