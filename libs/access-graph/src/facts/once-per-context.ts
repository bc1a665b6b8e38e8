import type { FactContext } from '@posture/domain';

/** Computes what several fact sets prepare from once per context instead of once per set. */
export function oncePerContext<T>(compute: (context: FactContext) => T): (context: FactContext) => T {
  const known = new WeakMap<FactContext, { readonly value: T }>();
  return (context) => {
    let entry = known.get(context);
    if (entry === undefined) {
      entry = { value: compute(context) };
      known.set(context, entry);
    }
    return entry.value;
  };
}
