const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const FLOOR = 'domain|platform';
const ROOMS = 'connectors|inventory|access-graph|rule-engine|activity|findings|evaluations|alerts|operators';

/** Rows of docs/dependencies.md: each library may be imported from the paths its line names, and from specs. */
function libraryFences() {
  const rows = readFileSync(join(__dirname, 'docs/dependencies.md'), 'utf8').matchAll(
    /^\| `([^`]+)` \|.*\|([^|]*)\|$/gm,
  );
  return [...rows].map(([, library, homes]) => ({
    name: `${library} stays home`,
    comment: 'docs/dependencies.md says who may import it',
    severity: 'error',
    from: {
      path: '^(apps|libs)/',
      pathNot: ['\\.spec\\.ts$', ...[...homes.matchAll(/`([^`]+)`/g)].map(([, home]) => `^${pattern(home)}`)],
    },
    to: { path: `node_modules/(@types/)?${pattern(library)}` },
  }));
}

/** A folder or file of the table, with `*` for one name and `**` for any folders, as an expression. */
function pattern(path) {
  const text = path.replace(/[.]/g, '\\.').replace(/\*\*\/\*|\*/g, (stars) => (stars === '*' ? '[^/]*' : '.*'));
  return /\.ts$/.test(path) ? `${text}$` : `${text}/`;
}

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
      name: 'connectors-never-meet',
      severity: 'error',
      from: { path: '^libs/connectors/src/([^/]+)/' },
      to: { path: '^libs/connectors/src/', pathNot: '^libs/connectors/src/$1/' },
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
    ...libraryFences(),
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
