import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dependencies } from '../../package.json';

const ROOT = join(__dirname, '../..');

/** One file that breaks exactly the rule named; the others in the tree are what it imports. */
const VIOLATIONS: readonly { rule: string; files: Readonly<Record<string, string>> }[] = [
  { rule: 'domain-is-pure', files: { 'libs/domain/src/index.ts': "import 'node:crypto';" } },
  {
    rule: 'imports-point-down',
    files: { 'libs/platform/src/index.ts': "import '../../flows/src/index';", 'libs/flows/src/index.ts': 'export {};' },
  },
  {
    rule: 'rooms-never-meet',
    files: {
      'libs/findings/src/index.ts': "import '../../inventory/src/index';",
      'libs/inventory/src/index.ts': 'export {};',
    },
  },
  {
    rule: 'flows-below-apps',
    files: { 'libs/flows/src/index.ts': "import '../../../apps/cli/src/main';", 'apps/cli/src/main.ts': 'export {};' },
  },
  {
    rule: 'front-door-only',
    files: {
      'apps/cli/src/main.ts': "import '../../../libs/findings/src/score';",
      'libs/findings/src/score.ts': 'export {};',
    },
  },
  {
    rule: 'engine-knows-no-provider',
    files: {
      'libs/access-graph/src/path/run.ts': "import '../model/acme/index';",
      'libs/access-graph/src/model/acme/index.ts': 'export {};',
    },
  },
  {
    rule: 'models-never-meet',
    files: {
      'libs/access-graph/src/model/acme/index.ts': "import '../other/index';",
      'libs/access-graph/src/model/other/index.ts': 'export {};',
    },
  },
  {
    rule: 'connectors-never-meet',
    files: {
      'libs/connectors/src/acme/index.ts': "import '../other/index';",
      'libs/connectors/src/other/index.ts': 'export {};',
    },
  },
  {
    rule: 'apps-are-islands',
    files: { 'apps/cli/src/main.ts': "import '../../server/src/main';", 'apps/server/src/main.ts': 'export {};' },
  },
  {
    rule: 'sandbox-knows-nothing',
    files: {
      'apps/sandbox/src/main.ts': "import '../../../libs/domain/src/index';",
      'libs/domain/src/index.ts': 'export {};',
    },
  },
  {
    rule: 'no-cycles',
    files: { 'libs/flows/src/a.ts': "import './b';", 'libs/flows/src/b.ts': "import './a';" },
  },
];

const LIBRARIES = Object.keys(dependencies);

describe('Import boundaries', () => {
  it.each(VIOLATIONS)('$rule catches a planted violation', ({ rule, files }) => {
    expect(violationsIn(files)).toContain(rule);
  });

  it('catch every library outside the homes docs/dependencies.md gives it', () => {
    const files = LIBRARIES.map((library, at) => [`libs/flows/src/${at}.ts`, `import '${library}';`]);

    expect(violationsIn(Object.fromEntries(files)).sort()).toEqual(
      LIBRARIES.map((name) => `${name} stays home`).sort(),
    );
  });

  it('let a room keep rows with repositories, in the files that do so only', () => {
    const files = {
      'libs/inventory/src/connection/connection.entity.ts': "import 'typeorm';",
      'libs/inventory/src/connection.store.ts': "import 'typeorm';",
      'libs/inventory/src/read.spec.ts': "import 'typeorm';",
    };
    expect(violationsIn(files)).toEqual([]);

    expect(violationsIn({ 'libs/inventory/src/partitions.ts': "import 'typeorm';" })).toEqual(['typeorm stays home']);
    expect(violationsIn({ 'libs/inventory/src/connection.store.ts': "import 'pg';" })).toEqual(['pg stays home']);
  });

  it('find nothing in a tree that keeps them', () => {
    const clean = { 'libs/flows/src/index.ts': "import '@posture/domain';", 'libs/domain/src/index.ts': 'export {};' };

    expect(violationsIn(clean)).toEqual([]);
  });

  it('have a planted violation for every rule there is', () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const config = require(join(ROOT, '.dependency-cruiser.cjs')) as { forbidden: { name: string }[] };

    const planted = [...VIOLATIONS.map(({ rule }) => rule), ...LIBRARIES.map((name) => `${name} stays home`)];
    expect(planted.sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });
});

/** Names of the rules broken by a small tree with this project's configuration. */
function violationsIn(files: Readonly<Record<string, string>>): string[] {
  const dir = mkdtempSync(join(tmpdir(), 'posture-boundaries-'));
  try {
    mkdirSync(join(dir, 'docs'));
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'docs/dependencies.md'])
      copyFileSync(join(ROOT, name), join(dir, name));
    symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
    for (const folder of ['apps', 'libs']) mkdirSync(join(dir, folder));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), text);
    }
    const args = ['apps', 'libs', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
    const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    return namesIn(run(process.execPath, [cruiser, ...args], dir));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The cruiser leaves with the number of errors as its code; what it found is on standard output either way. */
function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

function namesIn(report: string): string[] {
  const { summary } = JSON.parse(report) as { summary: { violations: { rule: { name: string } }[] } };
  return summary.violations.map(({ rule }) => rule.name);
}
