import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** The libraries, in the order of their folders. */
export const LIBS = readdirSync(join(ROOT, 'libs'));

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** Files below a folder, relative to the repository. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)));
}

/** Documents people write; `docs/reference` is generated. */
export function documents(): string[] {
  const written = ['.', 'docs', 'docs/adr', 'rules', ...LIBS.map((lib) => `libs/${lib}`)];
  return written.flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );
}

const FOLDERS = ['apps', 'libs', 'rules', 'test', 'docs', 'scripts'];
const CODE = /`([^`\n]+)`/g;
const FILE_NAME = /^[\w{},*./-]+\.(ts|md|ya?ml|cjs|sh|json)$/;
const LINK = /\]\(([^)\s]+)\)/g;

/** Rows of a document's tables, cell by cell, without their heads. */
export function tableRows(text: string): string[][] {
  return text
    .split('\n')
    .filter(
      (line, n, lines) => line.startsWith('| ') && !line.startsWith('| ---') && !lines[n + 1]?.startsWith('| ---'),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What a document calls a file or folder of ours: a path from the root, or the name of a file. */
export function namedFiles(text: string): string[] {
  return [...text.matchAll(CODE)]
    .map(([, code = '']) => code)
    .filter((code) => !/[\s<>$]|^\/|\.\.\./.test(code) && (isOurs(code) || FILE_NAME.test(code)));
}

/** Links of a document that lead to a file. */
export function fileLinks(text: string): string[] {
  return [...text.matchAll(LINK)]
    .map(([, target = '']) => target.split('#')[0]!)
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

/** A path is from the root, or from the document's own folder or its `src`; a bare name is that of one of our files. */
export function isThere(name: string, document: string, files: readonly string[]): boolean {
  return alternatives(name).every((path) => {
    const home = dirname(document);
    const places = [path, join(home, path), join(home, 'src', path)];
    if (path.includes('*')) return places.some((place) => files.some((file) => matches(place, file)));
    if (places.some((place) => existsSync(join(ROOT, place)))) return true;
    return !path.includes('/') && files.some((file) => basename(file) === path);
  });
}

function isOurs(code: string): boolean {
  return code.includes('/') && FOLDERS.includes(code.split('/')[0]!) && /^[\w{},*./-]+$/.test(code);
}

/** `a/{b,c}.ts` names two files. */
function alternatives(name: string): string[] {
  const open = name.indexOf('{');
  const close = name.indexOf('}', open);
  if (open < 0 || close < 0) return [name];
  return name
    .slice(open + 1, close)
    .split(',')
    .flatMap((choice) => alternatives(name.slice(0, open) + choice + name.slice(close + 1)));
}

/** `*` stands for anything within one name, `**` for any folders; a pattern may end at a folder, one without a slash is a name. */
function matches(pattern: string, file: string): boolean {
  const text = pattern.replace(/[.]/g, '\\.').replace(/\*\*\/|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(.*/)?'));
  return new RegExp(`^${pattern.includes('/') ? '' : '(.*/)?'}${text}($|/)`).test(file);
}
