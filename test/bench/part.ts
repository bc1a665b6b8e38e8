/** One measured ratio or figure, as the document shows it. */
export interface Figure {
  /** What was measured. */
  readonly what: string;
  /** Ours, with its unit. */
  readonly measured: string;
  /** What it is compared with, with its unit; null when it stands alone. */
  readonly compared: string | null;
  /** The ratio, or the figure itself, that the target speaks of. */
  readonly value: string;
  readonly target: string | null;
  /** null where there is no target. */
  readonly met: boolean | null;
}

/** A part that can be run alone. */
export interface BenchPart {
  readonly name: string;
  readonly title: string;
  /** What is measured against what, and how; for the document. */
  readonly method: string;
  run(say: (line: string) => void): Promise<PartResult>;
}

export interface PartResult {
  /** Sizes of what was measured. */
  readonly sizes: string;
  readonly figures: readonly Figure[];
  /** What kept some of it from running; empty when all ran. */
  readonly left: readonly string[];
}

interface Bound {
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly unit?: string;
}

/** A figure held against its bound. @param value in the bound's unit */
export function figure(
  what: string,
  measured: string,
  compared: string | null,
  value: number,
  { atMost, atLeast, unit = '×' }: Bound,
): Figure {
  const target = atMost !== undefined ? `≤ ${atMost} ${unit}` : atLeast !== undefined ? `≥ ${atLeast} ${unit}` : null;
  const met = target === null ? null : value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
  return { what, measured, compared, value: `${round(value)} ${unit}`, target, met };
}

/** Three significant digits, whole from a hundred on. */
export function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
