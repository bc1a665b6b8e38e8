import { join, relative } from 'node:path';
import ts from 'typescript';
import { LIBS, ROOT } from '../support/documents';

interface Export {
  readonly lib: string;
  readonly name: string;
  readonly file: string;
  readonly says: string;
}

const DOORS = LIBS.map((lib) => join(ROOT, `libs/${lib}/src/index.ts`));

describe('Every export of a library', () => {
  const exported = exportsOf(DOORS);

  it.each(LIBS)('of %s says what it is', (lib) => {
    const own = exported.filter((one) => one.lib === lib);

    expect(own).not.toEqual([]);
    expect(own.filter(({ says }) => says === '').map(({ name, file }) => `${name} (${file})`)).toEqual([]);
  });

  it('says more than its name', () => {
    expect(exported.filter(restatesItsName).map(({ name, says }) => `${name}: ${says}`)).toEqual([]);
  });
});

describe('A description of an export', () => {
  it.each([
    ['no word', 'RunStore', '', true],
    ['the name in other letters', 'RunStore', 'The run store.', true],
    ['a word that tells nothing', 'SyncOfRun', 'Represents the sync of a run.', true],
    ['something new', 'RunStore', 'Runs in PostgreSQL, taken by one worker at a time.', false],
  ])('with %s is told', (_what, name, says, restated) => {
    expect(restatesItsName({ lib: 'planted', file: 'planted.ts', name, says })).toBe(restated);
  });
});

/** Whatever the doors give, followed to where it is declared, with the description written there. */
function exportsOf(doors: readonly string[]): Export[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram([...doors], options);
  const checker = program.getTypeChecker();
  return doors.flatMap((door, n) =>
    checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(door)!)!).map((symbol) => {
      const declared = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const says = ts.displayPartsToString(declared.getDocumentationComment(checker)).trim();
      const file = relative(ROOT, declared.declarations![0]!.getSourceFile().fileName);
      return { lib: LIBS[n]!, name: symbol.name, file, says };
    }),
  );
}

const EMPTY = /\b(an?|the|of|for|and|to|in|is|that|this|which|represents?|type|interface|class|function|returns?)\b/g;

function restatesItsName({ name, says }: Export): boolean {
  const ofName = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return says
    .toLowerCase()
    .replace(EMPTY, ' ')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .every((word) => ofName.includes(word.replace(/s$/, '')));
}
