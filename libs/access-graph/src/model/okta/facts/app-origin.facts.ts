import type { FactSet } from '@posture/domain';
import { APP_ORIGIN_FACTS } from '../fact-schema/app-origin.facts';
import { ageInDays } from './age-in-days';

/** A shorter name is within one letter of too many words. */
const SHORTEST = 6;
/** Signs that pass for letters at a glance. */
const LOOKS_LIKE: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', '3': 'e', '5': 's', '@': 'a', $: 's' };

/** Whether an application is new, and whether its label passes for that of another. */
export const appOriginFacts: FactSet<readonly string[]> = {
  kind: 'App',
  schema: APP_ORIGIN_FACTS,
  prepare: ({ classification }) =>
    [...classification.tier1Apps, ...classification.tier2Apps].filter((name) => plain(name).length >= SHORTEST),
  compute({ view, asOf }, app, known) {
    const label = (view.name(app) ?? '').toLowerCase();
    return {
      daysSinceCreated: ageInDays(asOf, view.props(app)['created'], 'apps'),
      imitatedName: known.find((name) => isImitation(label, plain(name))) ?? null,
    };
  },
};

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}@$]/gu, '');
}

/** Any word of the label, or the whole of it, one letter off the name; the name itself is no imitation. */
function isImitation(label: string, name: string): boolean {
  return [plain(label), ...label.split(/\s+/).map(plain)].some((word) => {
    if (word === name) return false;
    const read = [...word].map((sign) => LOOKS_LIKE[sign] ?? sign).join('');
    return read === name || isOneOff(read, name);
  });
}

/** One letter more, less or other, or two that changed places. */
function isOneOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
