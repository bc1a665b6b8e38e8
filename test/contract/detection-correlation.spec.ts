import { ACTIVITY_FIELDS } from '@posture/domain';
import type { EventFacts, RuleFile } from '@posture/domain';
import { loadRules, resolveRules } from '@posture/rule-engine';
import { SHIPPED } from '../../libs/flows/src/providers';
import { compileDetection } from '../../libs/rule-engine/src/detection/compile-detection';
import { DetectionEngine } from '../../libs/rule-engine/src/detection/detection-engine';
import { similarity } from '../../libs/rule-engine/src/detection/similarity';

const MINUTE = 60_000;
const DAY = 1_440;
const BEGIN = Date.UTC(2026, 0, 5, 8);
const OKTA = SHIPPED.find(({ provider }) => provider === 'okta')!;

let rules: readonly RuleFile[];
let events: number;

beforeAll(async () => {
  rules = await loadRules(['rules/okta/detection'], { vocabulary: OKTA.vocabulary });
});

beforeEach(() => {
  events = 0;
});

/** An event of anna's, some minutes after the first. */
function event(minutes: number, fields: Partial<EventFacts>): EventFacts {
  const nothing = Object.fromEntries(
    Object.entries(ACTIVITY_FIELDS).map(([name, { type }]) => [name, type === 'list' ? [] : null]),
  );
  events += 1;
  const given = { actorKind: 'User', actorId: '00uanna', actorLogin: 'anna@brightwater.example', outcome: 'SUCCESS' };
  const told = { id: `event-${String(events).padStart(4, '0')}`, at: BEGIN + minutes * MINUTE, isOwn: false };
  return { ...nothing, targets: [], details: {}, type: 'user.session.start', ...given, ...told, ...fields } as never;
}

function foundBy(ids: readonly string[], stream: readonly EventFacts[]): string[] {
  const chosen = rules.filter(({ id }) => ids.includes(id));
  const resolved = resolveRules(chosen, 'everything');
  const engine = new DetectionEngine(resolved.map(compileDetection), {
    org: { kind: 'Org', key: 'Org:1', externalId: '1', name: 'Brightwater' },
  });
  engine.take(stream);
  engine.finish();
  return engine.changes().flatMap(({ rule, open, settled }) => {
    const episodes = [...settled, ...open];
    return episodes.map(({ severity }) => `${rule} ${severity}`);
  });
}

describe('Rules that build on what others found', () => {
  const apps = (from: number): EventFacts[] =>
    Array.from({ length: 10 }, (_, at) =>
      event(from, { type: 'user.authentication.sso', targetAppId: `0oa${at}`, srcIp: '203.0.113.7' }),
    );
  const together = ['okta-det-proxy-signin', 'okta-det-rapid-app-access', 'okta-det-alert-after-proxy'];

  it('hear how severe an occurrence was, not how severe its rule is', () => {
    const usual = Array.from({ length: 8 }, (_, day) => event(day * DAY, { isProxy: false }));
    const first = event(8 * DAY, { isProxy: true });

    const found = foundBy(together, [...usual, first, ...apps(8 * DAY + 20)]);

    expect(found).toEqual([
      'okta-det-alert-after-proxy high',
      'okta-det-proxy-signin medium',
      'okta-det-rapid-app-access medium',
    ]);
  });

  it('leave alone a user whose proxy is nothing new', () => {
    const always = Array.from({ length: 9 }, (_, day) => event(day * DAY, { isProxy: true }));

    const found = foundBy(together, [...always, ...apps(8 * DAY + 20)]);

    expect(found).toContain('okta-det-rapid-app-access medium');
    expect(found.filter((one) => one.startsWith('okta-det-alert-after-proxy'))).toEqual([]);
  });

  it('add weak signs of different rules up, and count no rule that alerts by itself', () => {
    const signs = [
      'okta-det-proxy-signin',
      'okta-det-multi-city-24h',
      'okta-det-new-behavior-any',
      'okta-det-weak-signals-together',
    ];
    const usual = Array.from({ length: 20 }, (_, day) => event(day * DAY, { city: 'Oslo', isProxy: false }));
    const cities = ['Bergen', 'Trondheim', 'Narvik', 'Alta', 'Hamar'];
    const tour = cities.map((city, hour) =>
      event(20 * DAY + hour * 60, { city, isProxy: true, behaviours: ['New City'], srcIp: '203.0.113.7' }),
    );

    const weak = foundBy(signs, [...usual, ...tour]);
    const without = foundBy(signs, [...usual, ...tour.map((one) => ({ ...one, behaviours: [] }))]);

    expect(weak).toContain('okta-det-weak-signals-together medium');
    expect(without.filter((one) => one.startsWith('okta-det-weak-signals-together'))).toEqual([]);
  });
});

describe('Similarity of user agents', () => {
  const firefox = (version: number, system: string): string =>
    `Mozilla/5.0 (${system}; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;

  it('takes a browser before and after its upgrade for one', () => {
    expect(similarity(firefox(139, 'Windows NT 10.0; Win64; x64'), firefox(140, 'Windows NT 10.0; Win64; x64'))).toBe(
      1,
    );
  });

  it('tells one browser on two systems apart', () => {
    expect(similarity(firefox(140, 'Windows NT 10.0; Win64; x64'), firefox(140, 'X11; Linux x86_64'))).toBeLessThan(
      0.95,
    );
  });
});
