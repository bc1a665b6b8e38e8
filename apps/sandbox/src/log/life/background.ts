import { Rng } from '../../org/generate/rng';
import type { SandboxOrg } from '../../org/org';
import { writeEvent, type Entity, type EventDraft, type LogEvent } from '../log-event';
import { People, type Person } from './people';
import { newSession, openApp, signIn, signInWorld, visitOf } from './session-events';
import { QUIET, staysOf } from './whereabouts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An endless stream of ordinary events: who is at work signs in and opens applications where they always do. */
export class Background {
  private readonly rng: Rng;
  private readonly people: People;
  private readonly world: ReturnType<typeof signInWorld>;
  private waiting: EventDraft[] = [];

  constructor(org: SandboxOrg, seed: string) {
    this.rng = new Rng(`${seed}/background`);
    this.people = new People(org);
    this.world = signInWorld(org);
  }

  /** The next `count` events, as if they happened in the second before `now`. */
  next(count: number, now: number): LogEvent[] {
    const out: LogEvent[] = [];
    while (out.length < count) {
      if (this.waiting.length === 0) this.waiting = this.visit(now);
      const draft = this.waiting.shift();
      if (!draft) break;
      out.push(writeEvent({ ...draft, at: now - 1000 + Math.floor((1000 * out.length) / count) }));
    }
    return out;
  }

  private visit(now: number): EventDraft[] {
    const { rng, world } = this;
    const person = this.atWork(now);
    if (!person) return [];
    const day = Math.floor(now / DAY);
    const stays = [0, -1, -2, -3, -4, -5, -6].flatMap((shift) => staysOf(person, day + shift, QUIET));
    const stay = stays.find(({ from, device }) => from < now && device.agent.device === 'Computer');
    if (!stay) return [];
    const visit = visitOf(person, stay.network, stay.device, newSession(rng));
    const opened = Array.from({ length: 2 + rng.int(4) }, () =>
      person.apps.length === 0 ? [] : openApp(world, visit, rng, now, rng.pick(person.apps) as Entity),
    );
    return [...signIn(world, visit, rng, now, person.factor), ...opened.flat()];
  }

  /** Somebody in whose city it is daytime, if there is one. */
  private atWork(now: number): Person | null {
    let last: Person | null = null;
    for (let tries = 0; tries < 60; tries++) {
      const person = this.people.at(this.rng.int(this.people.size));
      if (!person || person.isAdmin) continue;
      last = person;
      const local = (now / HOUR + person.home.utcOffset) % 24;
      if (local >= person.startHour && local < person.startHour + 9) return person;
    }
    return last;
  }
}
