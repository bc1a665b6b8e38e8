import { mix, textHash } from '../../org/generate/dice';
import type { SandboxOrg } from '../../org/org';
import { writeEvent, type EventDraft, type LogEvent } from '../log-event';
import type { LogRow, Segment } from '../log-store';
import { choresOf } from './chores';
import { People } from './people';
import { signInWorld, type SignInWorld } from './session-events';
import { stayEvents } from './stay-events';
import { wavesOf } from './waves';
import { BUSY, QUIET, staysOf, type Habits, type Stay } from './whereabouts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const REMEMBERED_DAYS = 10;

export interface MonthOptions {
  /** Default `life`. */
  readonly seed?: string;
  /** Default 30. */
  readonly days?: number;
  /** The first day is that many days before; in milliseconds, default the org's instant. */
  readonly until?: number;
}

/** A span of days in the life of an org; made day by day when read, and the same each time. */
export interface Month extends Iterable<LogEvent> {
  readonly from: number;
  readonly until: number;
  /** Events in order of `published`, with no more than a day of them in memory. */
  [Symbol.iterator](): Iterator<LogEvent>;
  /** Hour by hour in order of persistence: some events are written late. For `SystemLog.attach`. */
  readonly segments: readonly Segment[];
}

/** People come to work, mistype, open their applications and go home; programs run. Nobody attacks anything. */
export function quietMonth(org: SandboxOrg, options: MonthOptions = {}): Month {
  return monthOf(new Life(org, options.seed ?? 'life', QUIET, false), options);
}

/**
 * What else is normal: VPN, carriers' gateways and relays, travel, new phones, a wave of expired passwords, starters,
 * help desk, and a planned change window.
 */
export function busyMonth(org: SandboxOrg, options: MonthOptions = {}): Month {
  return monthOf(new Life(org, options.seed ?? 'life', BUSY, true), options);
}

function monthOf(life: Life, { days = 30, until = life.org.now().getTime() }: MonthOptions): Month {
  const from = until - days * DAY;
  const first = Math.floor(from / DAY);
  const last = Math.floor((until - 1) / DAY);
  const inside = ({ at }: EventDraft): boolean => at >= from && at < until;
  const dayOf = (day: number): EventDraft[] => life.draftsOf(day, day - first, days).filter(inside);
  const cache = new DayCache(dayOf);
  const hours = Array.from({ length: (last - first + 1) * 24 }, (_, n) => first * DAY + n * HOUR);
  return {
    ...{ from, until },
    *[Symbol.iterator]() {
      for (let day = first; day <= last; day++) for (const draft of dayOf(day)) yield writeEvent(draft);
    },
    segments: hours.filter((hour) => hour + HOUR > from && hour < until).map((hour) => cache.hour(hour)),
  };
}

/** The latest two days, in order of persistence. */
class DayCache {
  private readonly days = new Map<number, readonly (readonly [persisted: number, draft: EventDraft])[]>();

  constructor(private readonly make: (day: number) => EventDraft[]) {}

  hour(from: number): Segment {
    return {
      // Late events were published up to an hour before they were written.
      ...{
        minPublished: from - HOUR,
        maxPublished: from + HOUR - 1,
        firstPersisted: from,
        lastPersisted: from + HOUR - 1,
      },
      rows: (): LogRow[] =>
        this.day(Math.floor(from / DAY))
          .filter(([persisted]) => persisted >= from && persisted < from + HOUR)
          .map(([persisted, draft]) => ({ event: writeEvent(draft), published: Math.floor(draft.at), persisted })),
    };
  }

  private day(day: number): readonly (readonly [number, EventDraft])[] {
    let known = this.days.get(day);
    if (!known) {
      const end = (day + 1) * DAY - 1;
      known = this.make(day)
        .map((draft) => [Math.min(end, draft.at + lateness(draft.uuid)), draft] as const)
        .sort(([a], [b]) => a - b);
      this.days.set(day, known);
      for (const oldest of this.days.keys()) if (this.days.size > 2) this.days.delete(oldest);
    }
    return known;
  }
}

/** Nearly all events are written within two seconds, one in a hundred within a minute and a half, a few much later. */
function lateness(uuid: string): number {
  const chance = textHash(uuid);
  const how = mix(chance) % 1000;
  if (chance % 2000 === 0) return how * 3500;
  return chance % 100 === 1 ? how * 90 : how * 2;
}

/** The life of an org, a day at a time. */
class Life {
  private readonly people: People;
  private readonly world: SignInWorld;
  private readonly stays = new Map<number, Map<number, Stay[]>>();

  constructor(
    readonly org: SandboxOrg,
    private readonly seed: string,
    private readonly habits: Habits,
    private readonly busy: boolean,
  ) {
    this.people = new People(org);
    this.world = signInWorld(org);
  }

  /** Events of a day in UTC, counted from 1970, in order; it is the `nth` of `days`. */
  draftsOf(day: number, nth: number, days: number): EventDraft[] {
    const { people, seed } = this;
    const calls = Math.ceil(people.size / (this.busy ? 700 : 2500));
    const drafts: EventDraft[] = [];
    // Somebody's evening may be tomorrow in UTC, and their morning yesterday.
    for (const shift of [-1, 0, 1]) {
      drafts.push(...choresOf(people, seed, day + shift, calls));
      if (this.busy) drafts.push(...wavesOf(people, this.world, seed, day + shift, nth + shift, days));
    }
    for (let place = 0; place < people.size; place++) {
      for (const draft of this.personOn(place, day)) drafts.push(draft);
    }
    return drafts.filter(({ at }) => at >= day * DAY && at < (day + 1) * DAY).sort((a, b) => a.at - b.at);
  }

  /** A day in UTC may hold parts of three days where somebody lives; a stay may end after midnight. */
  private personOn(place: number, day: number): EventDraft[] {
    const person = this.people.at(place);
    if (!person) return [];
    return [day - 1, day, day + 1].flatMap((local) => {
      const stays = this.staysAt(place, local);
      const touching = stays.filter(
        ({ from, hours }) => from < (day + 1) * DAY + 2 * MINUTE && from + hours * HOUR >= day * DAY - HOUR,
      );
      if (touching.length === 0) return [];
      const before = this.before(place, local);
      return touching.flatMap((stay) =>
        stayEvents(this.world, this.seed, person, stay, [...before, ...stays.slice(0, stays.indexOf(stay))]),
      );
    });
  }

  private before(place: number, day: number): Stay[] {
    const out: Stay[] = [];
    for (let past = day - REMEMBERED_DAYS; past < day; past++) out.push(...this.staysAt(place, past));
    return out;
  }

  private staysAt(place: number, day: number): Stay[] {
    let of = this.stays.get(place);
    if (!of) this.stays.set(place, (of = new Map()));
    let stays = of.get(day);
    if (!stays) {
      const person = this.people.at(place);
      of.set(day, (stays = person ? staysOf(person, day, this.habits) : []));
      for (const old of of.keys()) if (of.size > REMEMBERED_DAYS + 5) of.delete(old);
    }
    return stays;
  }
}
