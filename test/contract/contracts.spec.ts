import { readdirSync } from 'node:fs';
import { filesBelow, read } from '../support/documents';

const CONTRACTS = readdirSync(__dirname).filter((file) => file.endsWith('.contract.ts'));
const SOURCES = ['apps', 'libs', 'test'].flatMap(filesBelow).filter((file) => file.endsWith('.ts'));
/** Names of what a promise may be kept by; what it is must not depend on that. */
const BACKENDS = /neo4j|in.?process|embedded|pglite|postgres|okta|entra|harbor/i;

/** `graph-store.contract.ts` → `GraphStore`. */
function portOf(file: string): string {
  const words = file.replace('.contract.ts', '').split('-');
  return words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

/** Classes that implement a port, or more than it. */
function implementersOf(port: string): string[] {
  const pattern = new RegExp(`class (\\w+)[^{]* implements [^{]*\\b\\w*${port}\\b`, 'g');
  return SOURCES.flatMap((file) => [...read(file).matchAll(pattern)].map(([, name]) => name!));
}

/** Lines of a contract that name what keeps it; a line that imports a double to work with is none. */
function backendsNamedIn(text: string, implementers: readonly string[]): string[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('import '));
  return lines.filter((line) => BACKENDS.test(line) || implementers.some((name) => line.includes(name)));
}

describe('A contract', () => {
  it('is there for connectors, graph sources, graph stores and sinks', () => {
    expect(CONTRACTS.map(portOf).sort()).toEqual(['Connector', 'GraphSource', 'GraphStore', 'SyncSink']);
  });

  it.each(CONTRACTS)('%s names no backend, so that all keep the same promise', (file) => {
    const text = read(`test/contract/${file}`);

    expect(backendsNamedIn(text, implementersOf(portOf(file)))).toEqual([]);
  });

  it.each(CONTRACTS)('%s is run on more than one', (file) => {
    const call = `${portOf(file)[0]!.toLowerCase()}${portOf(file).slice(1)}Contract(`;
    const specs = SOURCES.filter((source) => source.endsWith('.spec.ts')).map(read);

    expect(specs.reduce((calls, spec) => calls + spec.split(call).length - 1, 0)).toBeGreaterThan(1);
  });

  it('is caught when it makes an exception for one', () => {
    const implementers = implementersOf('SyncSink');
    expect(implementers).toEqual(expect.arrayContaining(['StagedSync', 'MemorySink']));
    expect(implementersOf('GraphStore').sort()).toEqual(['InProcessGraphStore', 'Neo4jGraphStore']);

    const planted = ["if (name === 'Neo4j') return;", 'if (sink instanceof StagedSync) return;'];
    expect(backendsNamedIn(["import { MemorySink } from 'x';", ...planted].join('\n'), implementers)).toEqual(planted);
  });
});
