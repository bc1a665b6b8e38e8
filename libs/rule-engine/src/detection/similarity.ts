const VERSION = /\d+(?:[._]\d+)*/g;

/** How alike two user agents are, 0 to 1: Dice's coefficient over pairs of characters, versions left out: one upgrades. */
export function similarity(one: string, other: string): number {
  if (one === other) return 1;
  const a = one.replace(VERSION, '0');
  const b = other.replace(VERSION, '0');
  if (a === b) return 1;
  if (a.length < 2 || b.length < 2) return 0;
  const pairs = new Map<string, number>();
  for (let index = 0; index < a.length - 1; index += 1) {
    const pair = a.slice(index, index + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let shared = 0;
  for (let index = 0; index < b.length - 1; index += 1) {
    const pair = b.slice(index, index + 2);
    const left = pairs.get(pair) ?? 0;
    if (left === 0) continue;
    pairs.set(pair, left - 1);
    shared += 1;
  }
  return (2 * shared) / (a.length + b.length - 2);
}
