import type { KillPoint, Phase } from './scan-order';
import { PHASES, stageOf } from './scan-order';

/** Numbers from 0 (included) to 1 (excluded), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Points at which a scan is killed, in the order it comes by them: one phase after the other in turn, so that the
 * short ones are struck as often as reading, at a random wave and statement of it.
 * @param trace statements by stage of a scan that was left alone
 * @param from which phase comes first, so that the scans of a suite cover them evenly
 */
export function killPoints(
  trace: Readonly<Record<string, number>>,
  count: number,
  from: number,
  random: () => number,
): KillPoint[] {
  const stages = Object.entries(trace).map(([stage, statements]) => {
    const [wave, phase] = stage.split(' ') as [string, Phase];
    return { wave: Number(wave), phase, statements };
  });
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const points = Array.from({ length: count }, (_, i): KillPoint => {
    const phase = PHASES[(from + i) % PHASES.length]!;
    const stage = pick(stages.filter((each) => each.phase === phase));
    return {
      wave: stage.wave,
      phase,
      statement: 1 + Math.floor(random() * stage.statements),
      how: pick(['before', 'during', 'after'] as const),
      delayMs: Math.floor(random() * 8),
    };
  });
  return inOrder(points);
}

/** A version is published, and what it no longer needs is not put away yet: too short a moment to be left to chance. */
export function publishedAndNotTidied(trace: Readonly<Record<string, number>>, wave: number): KillPoint {
  return { wave, phase: 'publishing', statement: trace[stageOf(wave, 'publishing')]!, how: 'before', delayMs: 0 };
}

/** As a scan comes by them. */
export function inOrder(points: readonly KillPoint[]): KillPoint[] {
  const place = ({ wave, phase, statement }: KillPoint) => [wave, PHASES.indexOf(phase), statement] as const;
  return [...points].sort((a, b) => {
    const [here, there] = [place(a), place(b)];
    return here[0] - there[0] || here[1] - there[1] || here[2] - there[2];
  });
}
