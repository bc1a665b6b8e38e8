export { AccessGraphModule } from './access-graph.module';

/** One version of an inventory as a graph in memory. */
export * from './graph/build-graph';
export type { GraphIndex } from './graph/graph-index';
export { nothingHidden } from './graph/coverage-index';
export { applyChanges } from './graph/apply-changes';
export { IndexCache } from './graph/index-cache';

/** Paths through it, and what could hide one. */
export { GraphSources } from './path/graph-sources';
export { isResourceRead } from './path/hidden-sources';
export { privilegedReach } from './path/privileged-reach';
export { runPath } from './path/run-path';
export type { PathAnswer } from './path/run-path';
export { withTiers } from './privilege/with-tiers';

/** What one provider's objects mean; the engine knows none of it. */
export { oktaModel } from './model/okta';

/** Questions anybody may ask of it, in process or of Neo4j, and the projection they read there. */
export * from './store/graph-store';
export { InProcessGraphStore } from './store/in-process-graph-store';
export { NAMED_QUERIES } from './store/named-queries';
export type { NamedQuery } from './store/named-queries';
export { isNeo4jError } from './neo4j/neo4j-connection';
export { Neo4jServer } from './neo4j/neo4j-server';
export type { Neo4jProjection, ProjectionReport } from './neo4j/neo4j-projection';
export { renderGraphSchema } from './schema/render-graph-schema';
