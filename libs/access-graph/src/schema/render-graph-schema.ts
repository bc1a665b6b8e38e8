import { EDGE_KINDS, NODE_KINDS } from '@posture/domain';
import { NAMED_QUERIES } from '../store/named-queries';

interface EdgeSpecText {
  readonly collected: boolean;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly traversable: boolean;
  readonly derived?: boolean;
  readonly cost?: number;
  readonly abuse?: string;
}

/** The text of docs/reference/graph-schema.md. */
export function renderGraphSchema(): string {
  const nodes = Object.entries(NODE_KINDS);
  const edges = Object.entries(EDGE_KINDS) as [string, EdgeSpecText][];
  return [
    '# Graph schema',
    '',
    '<!-- prettier-ignore-start -->',
    '',
    'Generated from `libs/domain/src/graph-schema.ts`; do not edit.',
    '',
    'A node has a key `Kind:id`. An edge points from who can act to what is acted on, so that a path reads as an attack.',
    'A *traversable* edge gives an attacker who holds its start what is at its end, at a cost from 1 (one call) to 5',
    '(needs luck). A *derived* edge is worked out by the engine from one version; its `via` says what gives it and its',
    '`inputs` whether all that could forbid it was read.',
    '',
    '## Nodes',
    '',
    table(
      ['Kind', 'Stands for'],
      nodes.filter(([, spec]) => spec.collected).map(([kind, spec]) => [code(kind), spec.means]),
    ),
    '',
    '## Edges',
    '',
    table(
      ['Kind', 'From', 'To', 'Traversable', 'Cost', 'Derived', 'What an attacker does with it'],
      edges
        .filter(([, spec]) => spec.collected)
        .map(([kind, spec]) => [
          code(kind),
          spec.from.join(', '),
          spec.to.join(', '),
          spec.traversable ? 'yes' : '',
          spec.cost === undefined ? '' : String(spec.cost),
          spec.derived === true ? 'yes' : '',
          spec.abuse ?? '',
        ]),
    ),
    '',
    '## Named queries',
    '',
    table(
      ['Query', 'Answers', 'Starts at', 'Direction', 'Depth', 'Rows name'],
      Object.values(NAMED_QUERIES).map((query) => [
        code(query.name),
        query.means,
        query.starts.join(', '),
        query.direction === 'out' ? 'along the arrows' : 'against the arrows',
        String(query.maxDepth),
        query.ends.join(', '),
      ]),
    ),
    '',
    '## Reserved',
    '',
    'Names of what a later connector will write.',
    '',
    `Nodes: ${reserved(nodes)}.`,
    '',
    `Edges: ${reserved(edges)}.`,
    '',
    '<!-- prettier-ignore-end -->',
    '',
  ].join('\n');
}

function reserved(entries: readonly (readonly [string, { readonly collected: boolean }])[]): string {
  return entries
    .filter(([, spec]) => !spec.collected)
    .map(([name]) => code(name))
    .join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
