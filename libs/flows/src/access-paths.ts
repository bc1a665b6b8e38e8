import { NAMED_QUERIES } from '@posture/access-graph';
import type { NamedQuery } from '@posture/access-graph';
import { DomainError, NODE_KINDS } from '@posture/domain';
import type { EvidenceEdge, Missing, NodeIndex, NodeKind, SubjectRef } from '@posture/domain';
import { evidencePath, graphOf } from './directory';
import type { Graphs, VersionView } from './graphs';
import { subjectRef } from './judge';
import { unreadFor } from './unread';

/** Between which things paths are asked for, by their keys; one of them at least. */
export interface PathEnds {
  readonly from?: string;
  readonly to?: string;
}

/** The best path from one thing to another. */
export interface AccessPath {
  readonly from: SubjectRef;
  readonly to: SubjectRef;
  /** In the order of the attack. */
  readonly path: readonly EvidenceEdge[];
}

/** Paths of one version. */
export interface FoundPaths {
  readonly version: number;
  /** The shortest first. */
  readonly paths: readonly AccessPath[];
  /** What was not read and may hide a path. */
  readonly notAssessed: readonly Missing[];
}

/** Who can get where, and by which way. Answers are those of the named queries. */
export class AccessPaths {
  constructor(private readonly graphs: Graphs) {}

  /**
   * All that falls with `from`; all that reach `to`; or, of both, the one path there is at most.
   * @throws {DomainError} `path.ends_missing`, `node.key_invalid`, `node.not_found`, `path.end_unsuitable`,
   *   `connection.not_found`, `inventory.empty`, `inventory.version_not_found`
   */
  async between(connectionId: string, { from, to }: PathEnds, asOf: Date | null): Promise<FoundPaths> {
    const opened = await this.graphs.at(connectionId, asOf);
    const { blastRadius, whoCanReach } = NAMED_QUERIES;
    if (from !== undefined) {
      const start = nodeOf(opened, from, 'from', blastRadius.starts);
      if (to !== undefined) nodeOf(opened, to, 'to', blastRadius.ends);
      return ask(opened, blastRadius, start, to);
    }
    if (to !== undefined) return ask(opened, whoCanReach, nodeOf(opened, to, 'to', whoCanReach.starts));
    throw new DomainError('path.ends_missing', 'invalid', 'Neither end of the paths is given.', {
      field: 'from',
      remedy: 'Give the key of what they start at as from, of what they lead to as to, or both.',
    });
  }

  /** The best path to control of the tenant, else to an admin role; none when there is none. @throws as `between` */
  async shortestPrivileged(connectionId: string, from: string, asOf: Date | null): Promise<FoundPaths> {
    const opened = await this.graphs.at(connectionId, asOf);
    const { shortestPrivilegedPath } = NAMED_QUERIES;
    const start = nodeOf(opened, from, 'from', shortestPrivilegedPath.starts);
    return ask(opened, shortestPrivilegedPath, start);
  }
}

/** @param end key of the only one that counts; undefined: all do */
async function ask(opened: VersionView, query: NamedQuery, start: NodeIndex, end?: string): Promise<FoundPaths> {
  const { view } = opened;
  const asked = subjectRef(opened, start);
  const rows = await graphOf(view)[query.name](view.connectionId, asked.key);
  const kept = end === undefined ? rows : rows.filter(({ node }) => node.key === end);
  return {
    version: view.version,
    paths: kept.map(({ node, path }) => ({
      ...(query.direction === 'out' ? { from: asked, to: node } : { from: node, to: asked }),
      path: evidencePath(view, path),
    })),
    notAssessed: unreadFor(opened, { nodes: query.ends, edges: query.edges }),
  };
}

function nodeOf({ view }: VersionView, key: string, field: keyof PathEnds, kinds: readonly NodeKind[]): NodeIndex {
  const kind = key.slice(0, key.indexOf(':'));
  if (!Object.hasOwn(NODE_KINDS, kind))
    throw new DomainError('node.key_invalid', 'invalid', `"${key}" is no node key.`, {
      field,
      remedy: 'Give the kind and the provider id, such as User:00u1.',
    });
  if (!kinds.some((each) => each === kind))
    throw new DomainError('path.end_unsuitable', 'invalid', `No path asked for has a ${kind} at that end.`, {
      field,
      remedy: `Give a key of kind ${kinds.join(', ')}.`,
    });
  const node = view.indexOf(key);
  if (node >= 0) return node;
  throw new DomainError('node.not_found', 'not_found', `The graph has no ${key}.`, { field });
}
