import { NO_USAGE } from '@posture/domain';
import type { Classification, Facts, FactSet, Usage } from '@posture/domain';
import { buildGraph } from '../../../graph/build-graph';
import type { SmallGraph } from '../../../graph/build-graph';
import { computePrivilege } from '../privilege/compute-privilege';
import { DEFAULT_CLASSIFICATION } from '../privilege/classification';

/** The instant every spec judges at; `daysAgo` counts back from it. */
export const AS_OF = new Date('2026-01-01T00:00:00.000Z');

export function daysAgo(days: number): string {
  return new Date(AS_OF.getTime() - days * 86_400_000).toISOString();
}

/** Facts of one subject of a graph written down by hand, with privileges computed as a scan does. */
export function factsOf<Prepared>(
  set: FactSet<Prepared>,
  graph: SmallGraph,
  subject: string,
  classification: Partial<Classification> = {},
  usage: Usage = NO_USAGE,
): Facts {
  const view = buildGraph(graph);
  const known = { ...DEFAULT_CLASSIFICATION, ...classification };
  const context = { view, privilege: computePrivilege(view, known), classification: known, asOf: AS_OF, usage };
  const index = view.indexOf(subject);
  if (index < 0) throw new RangeError(`${subject} is no node of the graph`);
  return set.compute(context, index, set.prepare(context));
}

/** Rules of one policy, in order, as nodes and edges; the last may be Okta's own. */
export function rulesOf(
  policy: string,
  policyType: string,
  rules: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Pick<SmallGraph, 'nodes' | 'edges'> {
  const names = Object.keys(rules);
  return {
    nodes: names.map((name, position) => ({
      key: `PolicyRule:${name}`,
      name,
      props: { policyType, status: 'ACTIVE', system: false, priority: position + 1, ...rules[name] },
    })),
    edges: names.map((name) => [policy, 'CONTAINS', `PolicyRule:${name}`] as const),
  };
}
