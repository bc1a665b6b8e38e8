import type { GraphPathRow, NamedQuery } from '@posture/access-graph';
import { subjectView } from '../subject.view';
import type { GraphRowBody, NamedQueryBody } from './graph.body';

export function namedQueryView({ name, means, starts, ends, maxDepth }: NamedQuery): NamedQueryBody {
  return { name, means, starts, ends, maxDepth };
}

export function graphRowView({ node, path }: GraphPathRow): GraphRowBody {
  return {
    node: subjectView(node),
    path: path.map(({ kind, from, to, derived, props }) => ({ kind, from, to, derived, props })),
  };
}
