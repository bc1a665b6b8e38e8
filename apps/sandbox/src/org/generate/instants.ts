const DAY = 86_400_000;
const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: DAY, w: 7 * DAY, y: 365 * DAY };
const RELATIVE = /^([+-])(\d+(?:\.\d+)?)([smhdwy])$/;

/** Okta's timestamps around the org's instant. */
export class Instants {
  constructor(readonly now: Date) {}

  /** `yyyy-MM-ddTHH:mm:ss.SSSZ`, that many days before now; negative for the future. */
  daysAgo(days: number): string {
    return new Date(this.now.getTime() - Math.round(days * DAY)).toISOString();
  }

  /** `-200d`, `+12h` and the like as a timestamp; undefined for any other text. */
  relative(text: string): string | undefined {
    const match = RELATIVE.exec(text);
    if (!match) return undefined;
    const distance = Number(match[2]) * (UNITS[match[3] as string] as number) * (match[1] === '-' ? -1 : 1);
    return new Date(this.now.getTime() + distance).toISOString();
  }
}
