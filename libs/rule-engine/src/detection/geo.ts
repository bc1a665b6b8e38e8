const EARTH_KM = 6371.0088;

/** Great-circle distance by the haversine formula; degrees in, km out. */
export function kmBetween(fromLat: number, fromLon: number, toLat: number, toLon: number): number {
  const half = (degrees: number): number => Math.sin((degrees * Math.PI) / 360) ** 2;
  const cos = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
  const h = half(toLat - fromLat) + cos(fromLat) * cos(toLat) * half(toLon - fromLon);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
