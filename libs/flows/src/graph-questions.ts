import { NAMED_QUERIES } from '@posture/access-graph';
import type { GraphPathRow, GraphStore, NamedQuery, Neo4jServer } from '@posture/access-graph';
import { DomainError } from '@posture/domain';
import type { Missing } from '@posture/domain';
import { graphOf } from './directory';
import type { Graphs } from './graphs';
import { unreadFor } from './unread';

/** `in-process` answers from the record, `neo4j` what the projection shows to those who query it themselves. */
export const GRAPH_SOURCES = ['in-process', 'neo4j'] as const;
/** One of `GRAPH_SOURCES`; both give the same rows for the same version. */
export type GraphSourceName = (typeof GRAPH_SOURCES)[number];

export interface GraphQuestion {
  readonly connectionId: string;
  readonly query: string;
  /** Key of the node the query starts at, such as `User:00u1`. */
  readonly key: string;
  readonly source: GraphSourceName;
  /** The graph as it was then; null for the published version. */
  readonly asOf: Date | null;
}

/** What a named query found in one version. */
export interface GraphAnswer {
  readonly version: number;
  readonly rows: readonly GraphPathRow[];
  /** What was not read to its end and may hide a row. */
  readonly notAssessed: readonly Missing[];
}

/** The named queries, asked by name. */
export class GraphQuestions {
  constructor(
    private readonly graphs: Graphs,
    private readonly neo4j: Neo4jServer,
  ) {}

  list(): readonly NamedQuery[] {
    return Object.values(NAMED_QUERIES);
  }

  /**
   * @returns rows in the query's order, with the version of the record at that instant and what of it was not read
   * @throws {DomainError} `query.unknown`, `query.start_unsuitable`, `node.not_found`, `connection.not_found`,
   *   `inventory.empty`, `inventory.version_not_found`, `graph.…` of Neo4j
   */
  async ask(question: GraphQuestion): Promise<GraphAnswer> {
    const { connectionId, key, source, asOf } = question;
    const query = this.list().find(({ name }) => name === question.query);
    if (query === undefined) {
      throw new DomainError('query.unknown', 'not_found', `There is no query "${question.query}".`, {
        field: 'name',
        remedy: `Ask for one of ${this.list()
          .map(({ name }) => name)
          .join(', ')}.`,
      });
    }
    const opened = await this.graphs.at(connectionId, asOf);
    const store = source === 'neo4j' ? await this.projected(asOf) : graphOf(opened.view);
    return {
      version: opened.view.version,
      rows: await store[query.name](connectionId, key),
      notAssessed: unreadFor(opened, { nodes: query.ends, edges: query.edges }),
    };
  }

  /** Whether Neo4j answers, where it is configured. @throws {DomainError} `graph.…` of Neo4j */
  async reach(): Promise<void> {
    await this.neo4j.store();
  }

  private async projected(asOf: Date | null): Promise<GraphStore> {
    const store = await this.neo4j.store();
    if (asOf === null) return store;
    throw new DomainError('graph.as_of_unsupported', 'invalid', 'Neo4j holds the present only.', {
      field: 'asOf',
      remedy: 'Ask the in-process graph about the past.',
    });
  }
}
