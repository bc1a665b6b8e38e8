export * from './facts';
export * from './facts/fact-set';
export * from './graph/build-graph';
export { EMPTY, GraphIndexBuilder, loadGraphIndex } from './graph/graph-index-builder';
export type { GraphIdentity } from './graph/graph-index-builder';
export { GraphIndex } from './graph/graph-index';
export { nothingHidden } from './graph/coverage-index';
export * from './privilege/privilege-model';
