import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';
import { LIBS, ROOT, documents, filesBelow, read, tableRows } from '../support/documents';

const [TERMS, OTHERS] = read('docs/glossary.md').split('## Words of others') as [string, string];
const FORBIDDEN = tableRows(TERMS).flatMap(([, , avoided]) => inCode(avoided!));
/** Our own words of several that hold one of these. */
const OURS = tableRows(TERMS)
  .map(([word]) => word!)
  .filter((word) => word.includes(' ') && !word.includes(','));
const EXCEPTIONS = tableRows(OTHERS).flatMap(([word, where]) =>
  inCode(where!).map((place) => ({ word: inCode(word!)[0]!, where: place })),
);
const FOLDERS = [...LIBS.map((lib) => `libs/${lib}/src`), 'apps/server/src', 'apps/cli/src'];

interface Said {
  readonly file: string;
  readonly word: string;
  readonly text: string;
}

/** The page of the words themselves names what it forbids; what was released keeps its words. */
const WRITTEN = documents().filter((document) => !['docs/glossary.md', 'CHANGELOG.md'].includes(document));

const IN_CODE = FOLDERS.flatMap(filesBelow)
  .filter((file) => /\.ts$/.test(file) && !/\.(spec|fixture|spec-support)\.ts$/.test(file))
  .flatMap((file) => forbiddenIn(file, readFileSync(join(ROOT, file), 'utf8')));

const IN_RULES = filesBelow('rules')
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => saidIn(file, findingTexts(parse(read(file)) as RuleTexts)));
const IN_DOCUMENTS = WRITTEN.flatMap((file) => saidIn(file, proseOf(read(file))));
const SAID = [...IN_CODE, ...IN_RULES, ...IN_DOCUMENTS];

describe('The words of docs/glossary.md', () => {
  it('say each thing once', () => {
    const words = tableRows(TERMS).flatMap(([word]) => word!.split(', '));

    expect(words.filter((word, n) => words.indexOf(word) !== n)).toEqual([]);
    expect(FORBIDDEN.filter((word, n) => FORBIDDEN.indexOf(word) !== n)).toEqual([]);
    expect(words.filter((word) => FORBIDDEN.includes(word))).toEqual([]);
  });

  it('are kept to by every identifier and text of the product, every finding, and every document', () => {
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

  it('are known to be left in what a finding says, and in the prose of a document', () => {
    const rule = { title: 'A snapshot', finding: { title: 'x', why: 'a job' }, remediation: { text: 'an account' } };
    const page = 'A snapshot.\n\n```diff\n+ added\n```\n';

    expect(saidIn('planted.yaml', findingTexts(rule)).map(({ word }) => word)).toEqual(['snapshot', 'job', 'account']);
    expect(saidIn('planted.md', proseOf(page)).map(({ word }) => word)).toEqual(['snapshot']);
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
      found.push(...saidIn(file, [node.text]));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true));
  return found;
}

/** Every forbidden word of some texts. */
function saidIn(file: string, texts: readonly string[]): Said[] {
  return texts.flatMap((text) => {
    const words = plain(text);
    return FORBIDDEN.filter((word) => words.includes(` ${word} `)).map((word) => ({ file, word, text: text.trim() }));
  });
}

interface RuleTexts {
  readonly title: string;
  readonly finding: { readonly title: string; readonly why: string };
  readonly remediation: { readonly text: string };
}

/** What a reader of findings is told. */
function findingTexts({ title, finding, remediation }: RuleTexts): string[] {
  return [title, finding.title, finding.why, remediation.text];
}

/** Paragraphs of a document, because a term may be broken between two lines; without the languages at its fences. */
function proseOf(text: string): string[] {
  return text.replace(/^```\w*$/gm, '').split(/\n\s*\n/);
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
