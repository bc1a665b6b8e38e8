import type { Place } from '../log-event';

export interface City extends Place {
  readonly code: string;
  /** Hours its clocks are ahead of UTC; nobody here changes to summer time. */
  readonly utcOffset: number;
}

const city = (
  code: string,
  name: string,
  state: string,
  country: string,
  postalCode: string,
  lat: number,
  lon: number,
  utcOffset: number,
): City => ({ code, city: name, state, country, postalCode, lat, lon, utcOffset });

/** Where the company has offices and people; by the `city` of a profile. */
export const HOME_CITIES: readonly City[] = [
  city('UTR', 'Utrecht', 'Utrecht', 'Netherlands', '3511', 52.09, 5.12, 1),
  city('LYO', 'Lyon', 'Auvergne-Rhône-Alpes', 'France', '69001', 45.76, 4.84, 1),
  city('LEI', 'Leipzig', 'Saxony', 'Germany', '04109', 51.34, 12.37, 1),
  city('POR', 'Porto', 'Porto', 'Portugal', '4000', 41.15, -8.61, 0),
  city('TAM', 'Tampere', 'Pirkanmaa', 'Finland', '33100', 61.5, 23.76, 2),
  city('COL', 'Columbus', 'Ohio', 'United States', '43215', 39.96, -83.0, -5),
  city('OSA', 'Osaka', 'Osaka', 'Japan', '530-0001', 34.69, 135.5, 9),
];

/** Where people travel, and where attackers say they are. */
export const FAR_CITIES: readonly City[] = [
  city('SIN', 'Singapore', 'Central Singapore', 'Singapore', '018956', 1.29, 103.85, 8),
  city('SAO', 'São Paulo', 'São Paulo', 'Brazil', '01000', -23.55, -46.63, -3),
  city('LAG', 'Lagos', 'Lagos', 'Nigeria', '100001', 6.45, 3.39, 1),
  city('BUC', 'Bucharest', 'București', 'Romania', '010011', 44.43, 26.1, 2),
  city('HAN', 'Hanoi', 'Hanoi', 'Vietnam', '100000', 21.03, 105.85, 7),
  city('MTL', 'Montreal', 'Quebec', 'Canada', 'H2Y', 45.5, -73.57, -5),
];

export const CITIES: readonly City[] = [...HOME_CITIES, ...FAR_CITIES];

/** The city of a profile; the first office where it names none. */
export function homeOf(name: unknown): City {
  return HOME_CITIES.find((candidate) => candidate.city === name) ?? (HOME_CITIES[0] as City);
}

/** Great-circle distance in km. */
export function distanceKm(a: Place, b: Place): number {
  const rad = (degrees: number): number => (degrees * Math.PI) / 180;
  const h =
    Math.sin(rad(b.lat - a.lat) / 2) ** 2 +
    Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(h));
}

/** From the last door to the first: flight, and four hours of ways and waiting. */
export function hoursByPlane(a: Place, b: Place): number {
  return distanceKm(a, b) / 800 + 4;
}
