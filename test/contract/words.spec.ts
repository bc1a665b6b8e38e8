import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { LIBS, ROOT, filesBelow, read, tableRows } from '../support/documents';

const [TERMS, OTHERS] = read('docs/glossary.md').split('## Words of others') as [string, string];
const FORBIDDEN = tableRows(TERMS).flatMap(([, , avoided]) => inCode(avoided!));
/** Our own words of several that hold one of these. */
const OURS = tableRows(TERMS)
  .map(([word]) => word!)
  .filter((word) => word.includes(' ') && !word.includes(','));
const EXCEPTIONS = tableRows(OTHERS).map(([word, where]) => ({ word: inCode(word!)[0]!, where: inCode(where!)[0]! }));
const FOLDERS = [...LIBS.map((lib) => `libs/${lib}/src`), 'apps/server/src', 'apps/cli/src'];

interface Said {
  readonly file: string;
  readonly word: string;
  readonly text: string;
}

const SAID = FOLDERS.flatMap(filesBelow)
  .filter((file) => /\.ts$/.test(file) && !/\.(spec|fixture|spec-support)\.ts$/.test(file))
  .flatMap((file) => forbiddenIn(file, readFileSync(join(ROOT, file), 'utf8')));

describe('The words of docs/glossary.md', () => {
  it('say each thing once', () => {
    const words = tableRows(TERMS).flatMap(([word]) => word!.split(', '));

    expect(words.filter((word, n) => words.indexOf(word) !== n)).toEqual([]);
    expect(FORBIDDEN.filter((word, n) => FORBIDDEN.indexOf(word) !== n)).toEqual([]);
    expect(words.filter((word) => FORBIDDEN.includes(word))).toEqual([]);
  });

  it('are kept to by every identifier and text of the product', () => {
    const wrong = SAID.filter(
      ({ file, word }) => !EXCEPTIONS.some((one) => one.word === word && isWithin(file, one.where)),
    );

    expect(wrong.map(({ file, word, text }) => `${file}: "${text}" says ${word}`)).toEqual([]);
  });

  it('make no exception that nothing needs', () => {
    const idle = EXCEPTIONS.filter(
      (one) => !SAID.some(({ file, word }) => word === one.word && isWithin(file, one.where)),
    );

    expect(idle).toEqual([]);
  });

  it.each([
    ['an identifier', 'const lastSnapshot = 1;'],
    ['a plural', 'const snapshots = 1;'],
    ['a constant', 'const SNAPSHOT_MS = 1;'],
    ['a text', "say('the snapshot is old');"],
    ['a template', 'say(`${n} snapshots`);'],
    ['several words', "say('an ignore list');"],
  ])('are known to be left in %s', (_where, code) => {
    expect(forbiddenIn('planted.ts', code)).toHaveLength(1);
  });

  it('are not taken to be left in a comment, a part of another word, or a term of ours', () => {
    expect(forbiddenIn('planted.ts', "// snapshot\nconst jobs1te = isServiceAccount('mutely, different');")).toEqual(
      [],
    );
  });
});

/** Every forbidden word the code says, with where. */
function forbiddenIn(file: string, code: string): Said[] {
  const found: Said[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || isText(node)) {
      const text = plain(node.text);
      for (const word of FORBIDDEN) if (text.includes(` ${word} `)) found.push({ file, word, text: node.text.trim() });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true));
  return found;
}

function isText(node: ts.Node): node is ts.LiteralLikeNode {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
}

/** Words in lower case between single spaces, in the singular as far as these are concerned, without our own terms. */
function plain(text: string): string {
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (FORBIDDEN.includes(word.replace(/s$/, '')) ? word.replace(/s$/, '') : word));
  return OURS.reduce((kept, term) => kept.replaceAll(` ${term} `, ' '), ` ${words.join(' ')} `);
}

function isWithin(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

function inCode(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}
