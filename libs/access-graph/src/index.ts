/** One version of an inventory as a graph in memory. */
export * from './graph/build-graph';
export { loadGraphIndex } from './graph/graph-index-builder';
export type { GraphIndex } from './graph/graph-index';
export { nothingHidden } from './graph/coverage-index';
export { applyChanges } from './graph/apply-changes';
export type { ChangedVersion } from './graph/apply-changes';
export { IndexCache } from './graph/index-cache';

/** Paths through it, and what could hide one. */
export { GraphSources } from './path/graph-sources';
export type { PathContext } from './path/path-context';
export { privilegedReach } from './path/privileged-reach';
export type { PrivilegedReach } from './path/privileged-reach';
export { runPath } from './path/run-path';
export type { PathAnswer } from './path/run-path';
export type { PathParams } from './path/path-filter';
export { withTiers } from './privilege/with-tiers';

/** What one provider's objects mean; the engine knows none of it. */
export { oktaModel } from './model/okta';

export { renderGraphSchema } from './schema/render-graph-schema';
export * from './store/graph-store';
export { InProcessGraphStore } from './store/in-process-graph-store';
export type { ViewProvider } from './store/in-process-graph-store';
export { NAMED_QUERIES } from './store/named-queries';
export type { NamedQuery } from './store/named-queries';
export { isNeo4jError, openNeo4j, reachNeo4j } from './neo4j/neo4j-connection';
export type { Neo4jSettings } from './neo4j/neo4j-connection';
export { Neo4jGraphStore } from './neo4j/neo4j-graph-store';
export type { ProjectionMarker } from './neo4j/neo4j-marker';
export { Neo4jProjection } from './neo4j/neo4j-projection';
export type { ProjectionReport } from './neo4j/neo4j-projection';
export { constraintStatements } from './neo4j/neo4j-schema';
export { AccessGraphModule } from './access-graph.module';
export { Neo4jServer } from './neo4j/neo4j-server';
