import type { FactContext, Facts, FactSet } from '@posture/domain';
import { buildGraph } from '../../../graph/build-graph';
import type { SmallGraph } from '../../../graph/build-graph';
import { computePrivilege } from '../privilege/compute-privilege';
import { DEFAULT_CLASSIFICATION } from '../privilege/classification';

/** One subject's facts from a graph written down by hand, as of 2026-01-01 unless the graph says otherwise. */
export function factsOf<Prepared>(set: FactSet<Prepared>, graph: SmallGraph, subject: string): Facts {
  const view = buildGraph(graph);
  const classification = DEFAULT_CLASSIFICATION;
  const context: FactContext = {
    view,
    classification,
    privilege: computePrivilege(view, classification),
    asOf: view.at,
  };
  return set.compute(context, view.indexOf(subject), set.prepare(context));
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
