import type { Facts } from '@posture/domain';
import type { Item } from './detection-reference';

const EARTH_KM = 6371.0088;

/** Two events side by side, as `PAIR_FACTS` names it. */
export function pairFacts(earlier: Item, later: Item, accuracyKm: number): Facts {
  const a = earlier.facts;
  const b = later.facts;
  const same = (field: string): boolean | null =>
    (a[field] ?? null) === null || (b[field] ?? null) === null ? null : a[field] === b[field];
  const minutes = (later.at - earlier.at) / 60_000;
  const km = distance(a, b, accuracyKm);
  const agents = [a['userAgent'], b['userAgent']];
  return {
    minutesApart: Math.round(minutes * 10) / 10,
    km,
    kmPerHour: km === null ? null : Math.round(km / Math.max(minutes / 60, 0.0001)),
    sameIp: same('srcIp'),
    sameAsn: same('asn'),
    sameCountry: same('country'),
    sameDeviceToken: same('deviceToken'),
    sameUserAgent: same('userAgent'),
    sameOs: same('os'),
    sameBrowser: same('browser'),
    userAgentSimilarity: agents.every((one) => typeof one === 'string') ? alike(agents[0]!, agents[1]!) : null,
  };
}

/** By the angle between the two positions as vectors from the centre of the earth. */
function distance(a: Facts, b: Facts, accuracyKm: number): number | null {
  const coordinates = [a['lat'], a['lon'], b['lat'], b['lon']];
  if (!coordinates.every((one) => typeof one === 'number')) return null;
  const [one, other] = [vector(coordinates[0]!, coordinates[1]!), vector(coordinates[2]!, coordinates[3]!)];
  const cosine = one.reduce((sum, part, axis) => sum + part * other[axis]!, 0);
  const km = EARTH_KM * Math.acos(Math.min(1, Math.max(-1, cosine)));
  return Math.max(0, Math.round(km - 2 * accuracyKm));
}

function vector(latitude: number, longitude: number): number[] {
  const [lat, lon] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
  return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
}

/** Dice's coefficient over pairs of characters, versions left out. */
function alike(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => text.replace(/\d+([._]\d+)*/g, '0'));
  if (a === b) return 1;
  const pairsOf = (text: string): string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  const left = pairsOf(b!);
  const total = pairsOf(a!).length + left.length;
  const shared = pairsOf(a!).filter((pair) => {
    const at = left.indexOf(pair);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return pairsOf(a!).length === 0 || pairsOf(b!).length === 0 ? 0 : (2 * shared.length) / total;
}
