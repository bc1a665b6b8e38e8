import { mix } from '../../org/generate/dice';
import type { Behaviors, Network } from '../log-event';
import {
  awayNetwork,
  consumerVpn,
  homeNetwork,
  mobileNetwork,
  officeNetwork,
  privateRelay,
  vpnNetwork,
} from './networks';
import { laptopOf, phoneOf, type Device, type Person } from './people';
import { CITIES, distanceKm, hoursByPlane, type City } from './places';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Faster than that is a velocity that is new, in km/h. */
const FAST = 805;

/** What people of an org do besides coming to work; shares of people or of sessions, 0 to 1. */
export interface Habits {
  /** Sessions from home through the company's VPN. */
  readonly vpn: number;
  /** People who use a VPN of their own, known as a proxy. */
  readonly ownVpn: number;
  /** People whose phone goes through a relay. */
  readonly relay: number;
  /** People who travel in a span of sixty days. */
  readonly travel: number;
}

export const QUIET: Habits = { vpn: 0, ownVpn: 0, relay: 0, travel: 0 };
export const BUSY: Habits = { vpn: 0.25, ownVpn: 0.03, relay: 0.12, travel: 0.15 };

/** One stay at a browser. Times in milliseconds since 1970 UTC. */
export interface Stay {
  readonly from: number;
  readonly hours: number;
  readonly network: Network;
  readonly device: Device;
}

/** A draw about a person and a day, 0 to 1: the same whenever it is asked. */
export function draw({ salt }: Person, day: number, topic: number): number {
  return mix(salt ^ mix((day * 64 + topic) >>> 0)) / 0x1_0000_0000;
}

/** Where and when a person signs in on a day, counted from 1970 UTC; in order of time. */
export function staysOf(person: Person, day: number, habits: Habits): Stay[] {
  const trip = tripAt(person, day, habits);
  if (trip) return onTrip(person, day, trip);
  const { home, startHour } = person;
  const weekday = (day + 4) % 7;
  const start = day * DAY + (startHour - home.utcOffset + draw(person, day, 1) * 0.7) * HOUR;
  const laptop = laptopOf(person, day);
  const working = weekday !== 0 && weekday !== 6;
  if (!working || draw(person, day, 2) < 0.06) {
    if (draw(person, day, 3) > 0.06) return [];
    return [{ from: start + 3 * HOUR, hours: 0.4, network: atHome(person, day), device: laptop }];
  }
  const network = whereWorking(person, day, habits);
  const stays: Stay[] = [{ from: start, hours: 3.5, network, device: laptop }];
  if (draw(person, day, 4) < 0.35) stays.push({ from: start + 4.6 * HOUR, hours: 3.4, network, device: laptop });
  if (draw(person, day, 5) < 0.3) {
    const from = start + (0.5 + draw(person, day, 6) * 9) * HOUR;
    stays.push({ from, hours: 0.2, network: onPhone(person, day, from, habits), device: phoneOf(person, day) });
  }
  return stays.sort((a, b) => a.from - b.from);
}

function whereWorking(person: Person, day: number, habits: Habits): Network {
  if (draw(person, day, 7) < 0.6) return officeNetwork(person.home);
  if (draw(person, day, 8) < habits.vpn) return vpnNetwork();
  if (draw(person, 0, 9) < habits.ownVpn) return consumerVpn(person.home, person.salt);
  return atHome(person, day);
}

function atHome(person: Person, day: number): Network {
  return homeNetwork(person.home, person.salt, Math.floor((day + (person.salt % 25)) / 25));
}

function onPhone(person: Person, day: number, at: number, habits: Habits): Network {
  if (draw(person, 0, 10) < habits.relay) return privateRelay(person.home, person.salt + day);
  return mobileNetwork(person.home, person.salt + Math.floor(at / (4 * HOUR)));
}

interface Trip {
  readonly to: City;
  /** Days since it began; the last one is `length - 1`. */
  readonly day: number;
  readonly length: number;
}

/** At most one trip in sixty days, of three to six days with the ways. */
function tripAt(person: Person, day: number, { travel }: Habits): Trip | null {
  if (travel === 0) return null;
  const block = Math.floor((day + (person.salt % 60)) / 60);
  if (draw(person, block, 20) >= travel) return null;
  const first = block * 60 - (person.salt % 60) + 5 + Math.floor(draw(person, block, 21) * 45);
  const length = 3 + Math.floor(draw(person, block, 22) * 4);
  if (day < first || day >= first + length) return null;
  const others = CITIES.filter(({ code }) => code !== person.home.code);
  return { to: others[Math.floor(draw(person, block, 23) * others.length)] as City, day: day - first, length };
}

/** Out on the first day, back on the last but one; the last is slept off. */
function onTrip(person: Person, day: number, { to, day: n, length }: Trip): Stay[] {
  const device = laptopOf(person, day);
  const away = awayNetwork(to, person.salt);
  const morning = (city: City, hour: number): number => day * DAY + (hour - city.utcOffset) * HOUR;
  if (n === length - 1) return [];
  if (n > 0)
    return [
      { from: morning(to, n === length - 2 ? 6.5 : 8.5), hours: n === length - 2 ? 0.3 : 3, network: away, device },
    ];
  const leaves = morning(person.home, 6);
  const lands = leaves + (1 + hoursByPlane(person.home, to)) * HOUR;
  const out: Stay[] = [{ from: leaves, hours: 0.3, network: atHome(person, day), device }];
  // Who lands tomorrow sleeps first.
  if (lands < (day + 1) * DAY - HOUR) {
    out.push({ from: lands, hours: 0.2, network: mobileNetwork(to, person.salt), device: phoneOf(person, day) });
  }
  return out;
}

/** A phone that lay in a drawer for two weeks is not new. */
function isLatelyBought(person: Person, { from, device }: Stay): boolean {
  const then = Math.floor(from / DAY) - 40;
  return ![laptopOf(person, then), phoneOf(person, then)].some(({ dtHash }) => dtHash === device.dtHash);
}

/** Names of the behaviours in which a stay differs from those remembered. */
export function newsOf(person: Person, stay: Stay, before: readonly Stay[]): Behaviors {
  const place = ({ network }: Stay): City => network.place as City;
  const isNew = (of: (stay: Stay) => unknown): boolean => !before.some((other) => of(other) === of(stay));
  const last = before.at(-1);
  const hours = last ? Math.max(0.01, (stay.from - last.from) / HOUR) : Infinity;
  const far = last ? distanceKm(place(last), place(stay)) : 0;
  const news: [string, boolean][] = [
    ['New Geo-Location', isNew((s) => place(s).city)],
    ['New Device', isNew(({ device }) => device.dtHash) && isLatelyBought(person, stay)],
    ['New IP', isNew(({ network }) => network.ip)],
    ['New State', isNew((s) => place(s).state)],
    ['New Country', isNew((s) => place(s).country)],
    ['Velocity', far > 50 && far / hours > FAST],
    ['New City', isNew((s) => place(s).city)],
  ];
  return news.filter(([, is]) => is).map(([name]) => name);
}
