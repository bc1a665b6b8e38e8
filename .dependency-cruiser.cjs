const FLOOR = 'domain|platform';
const ROOMS = 'connectors|inventory|access-graph|rule-engine|findings|evaluations';

const only = (name, comment, pathNot, library) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(apps|libs)/', pathNot },
  to: { path: `node_modules/(${library})(/|$)` },
});

/** Imports point down: apps → flows → rooms → floor. Each rule is proven by a planted violation in test/contract/boundaries.spec.ts. */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'the words need nothing: no library, no Node module, no other lib',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^libs/domain/' },
    },
    {
      name: 'imports-point-down',
      severity: 'error',
      from: { path: `^libs/(${FLOOR})/` },
      to: { path: `^(libs/(${ROOMS}|flows)|apps)/` },
    },
    {
      name: 'rooms-never-meet',
      severity: 'error',
      from: { path: `^libs/(${ROOMS})/` },
      to: { path: `^(libs/(${ROOMS}|flows)|apps)/`, pathNot: '^libs/$1/' },
    },
    { name: 'flows-below-apps', severity: 'error', from: { path: '^libs/flows/' }, to: { path: '^apps/' } },
    {
      name: 'front-door-only',
      comment: 'a lib is entered through its src/index.ts',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/([^/]+)/src/.+', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^$1/$2/'] },
    },
    {
      name: 'engine-knows-no-provider',
      comment: 'a model builds on the access graph, never the other way round',
      severity: 'error',
      from: {
        path: '^libs/access-graph/src/',
        pathNot: ['^libs/access-graph/src/(model/|index\\.ts$)', '\\.spec\\.ts$'],
      },
      to: { path: '^libs/access-graph/src/model/' },
    },
    {
      name: 'models-never-meet',
      severity: 'error',
      from: { path: '^libs/access-graph/src/model/([^/]+)/' },
      to: { path: '^libs/access-graph/src/model/', pathNot: '^libs/access-graph/src/model/$1/' },
    },
    {
      name: 'apps-are-islands',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'sandbox-knows-nothing',
      comment: 'the sandbox is the independent oracle',
      severity: 'error',
      from: { path: '^apps/sandbox/' },
      to: { path: '^libs/' },
    },
    only(
      'neo4j-stays-home',
      'one place speaks to Neo4j',
      '^(libs/access-graph/src/neo4j/|apps/sandbox/)',
      'neo4j-driver',
    ),
    only('okta-wire-stays-home', 'one place speaks to Okta', '^libs/connectors/|\\.spec\\.ts$', 'undici'),
    only(
      'sql-stays-in-platform',
      'one place opens the database',
      '^libs/platform/',
      'pg|pg-boss|typeorm|@electric-sql',
    ),
    only('rules-library-stays-home', 'one place knows json-rules-engine', '^libs/rule-engine/', 'json-rules-engine'),
    only(
      'http-stays-in-the-apps',
      'only the server serves HTTP',
      '^apps/(server|sandbox)/',
      '@nestjs/platform-fastify|@nestjs/swagger|fastify',
    ),
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: '(^dist/|/fixtures/)' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
