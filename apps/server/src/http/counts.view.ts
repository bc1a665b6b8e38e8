/** How many of each, by the name of each. */
export function countsView(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts));
}
