import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..');
const PRODUCT = ['libs', 'apps/server', 'apps/cli'];

/** Errors made of another one, which keep its code; every other place must say its code where it makes the error. */
const PASSED_ON = [
  'apps/server/src/http/connections/connections.view.ts',
  'libs/connectors/src/okta/connection/identify.ts',
  'libs/flows/src/work.ts',
];

export interface ErrorCode {
  readonly code: string;
  readonly kind: string;
  /** As written, with `…` for what is filled in. */
  readonly message: string;
  /** File that makes it, from the root of the repository. */
  readonly file: string;
}

interface Source {
  readonly file: string;
  readonly tree: ts.SourceFile;
}

/**
 * Every code an error of the product can have, read from its sources: the first place in the order of paths gives
 * kind and message.
 * @throws {Error} naming an error whose code or kind cannot be told from where it is made
 */
export function errorCodes(): ErrorCode[] {
  const found = PRODUCT.flatMap(sources).flatMap((source) => [...codesOf(source)]);
  const byCode = new Map<string, ErrorCode>();
  for (const one of found) if (!byCode.has(one.code)) byCode.set(one.code, one);
  return [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Codes that docstrings promise with `@throws`. */
export function promisedCodes(): Set<string> {
  const texts = PRODUCT.flatMap(sources).map(({ tree }) => tree.text);
  const lines = texts.flatMap((text) => text.match(/@throws \{DomainError\}[^@]*?(?=\*\/|@|\.\s)/g) ?? []);
  return new Set(lines.flatMap((line) => line.match(/(?<=`)[a-z_]+\.[a-z_]+(?=`)/g) ?? []));
}

function sources(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(spec|fixture|spec-support)\.ts$/.test(name))
    .sort()
    .map((name) => {
      const path = join(ROOT, folder, name);
      const file = relative(ROOT, path);
      return { file, tree: ts.createSourceFile(file, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true) };
    });
}

function* codesOf(source: Source): Generator<ErrorCode> {
  for (const node of walk(source.tree)) {
    if (ts.isNewExpression(node) && node.expression.getText() === 'DomainError') yield* ofError(node, source);
    else if (ts.isNewExpression(node) && node.expression.getText() === 'OktaError') yield* ofRefusal(node, source);
    else if (ts.isObjectLiteralExpression(node)) yield* ofRunError(node, source);
  }
}

/** `new DomainError(code, kind, message)`; the code may be a parameter of a function that its file calls. */
function* ofError(node: ts.NewExpression, source: Source): Generator<ErrorCode> {
  const [code, kind, message] = node.arguments ?? [];
  if (code === undefined || kind === undefined || message === undefined) throw untold(node, source);
  const { file } = source;
  if (ts.isStringLiteral(code)) yield { code: code.text, kind: literal(kind, source), message: shown(message), file };
  else if (ts.isTemplateExpression(code)) yield* ofFailures(code, kind, source);
  else if (ts.isIdentifier(code) && !PASSED_ON.includes(file)) {
    for (const call of callsOf(functionAround(node), source)) {
      const [given, text] = call.arguments;
      // Handed on from another error, which says its own.
      if (given !== undefined && ts.isPropertyAccessExpression(given)) continue;
      yield { code: literal(given, source), kind: literal(kind, source), message: shown(text!), file };
    }
  } else if (!PASSED_ON.includes(file)) throw untold(node, source);
}

/** `` `prefix.${failure.code}` ``: failures are objects of the same file with a code and a message. */
function* ofFailures(code: ts.TemplateExpression, kind: ts.Expression, source: Source): Generator<ErrorCode> {
  for (const node of walk(source.tree)) {
    if (!ts.isObjectLiteralExpression(node)) continue;
    const [reason, message] = [property(node, 'code'), property(node, 'message')];
    if (reason === null || message === null) continue;
    const name = literal(reason, source);
    // The kind depends on the status, which only one of these has of its own.
    const [limited, others] = walk(kind)
      .filter(ts.isStringLiteral)
      .map(({ text }) => text);
    const ownKind = name === 'rate_limited' ? limited : others;
    yield { code: code.head.text + name, kind: ownKind ?? '', message: shown(message), file: source.file };
  }
}

/** `new OktaError(refusal, message)`, or a call that hands both on to it; kinds stand in the table of the class. */
function* ofRefusal(node: ts.NewExpression, source: Source): Generator<ErrorCode> {
  const [refusal, message] = node.arguments ?? [];
  if (refusal === undefined || message === undefined) throw untold(node, source);
  const made = ts.isStringLiteral(refusal)
    ? [[refusal, message] as const]
    : callsOf(functionAround(node), source).map(({ arguments: [given, text] }) => [given!, text!] as const);
  for (const [given, text] of made) {
    const reason = literal(given, source);
    yield { code: `okta.${reason}`, kind: refusalKinds().get(reason) ?? '', message: shown(text), file: source.file };
  }
}

/** What a run ends with is written as an object: code, kind and message. */
function* ofRunError(node: ts.ObjectLiteralExpression, source: Source): Generator<ErrorCode> {
  if (!source.file.startsWith('libs/platform/src/work/')) return;
  const code = property(node, 'code');
  if (code === null || !ts.isStringLiteral(code)) return;
  const message = property(node, 'message');
  const kind = property(node, 'kind') ?? walk(source.tree).filter(isKind)[0]?.initializer;
  if (message === null || kind === undefined) throw untold(node, source);
  yield { code: code.text, kind: literal(kind, source), message: shown(message), file: source.file };
}

function isKind(node: ts.Node): node is ts.PropertyAssignment {
  return ts.isPropertyAssignment(node) && node.name.getText() === 'kind';
}

function refusalKinds(): Map<string, string> {
  const [owner] = sources('libs/connectors/src/okta/http').filter(({ file }) => file.endsWith('/okta-error.ts'));
  const table = walk(owner!.tree).find((node) => ts.isVariableDeclaration(node) && node.name.getText() === 'KINDS');
  const rows = walk(table!).filter(ts.isPropertyAssignment);
  return new Map(rows.map(({ name, initializer }) => [name.getText(), literal(initializer, owner!)]));
}

function functionAround(node: ts.Node): string {
  for (const at of ancestors(node)) {
    if (ts.isFunctionDeclaration(at)) return at.name?.text ?? '';
    if (ts.isMethodDeclaration(at)) return `this.${at.name.getText()}`;
    if (ts.isArrowFunction(at) && ts.isVariableDeclaration(at.parent)) return at.parent.name.getText();
  }
  return '';
}

function callsOf(name: string, { tree }: Source): ts.CallExpression[] {
  return walk(tree)
    .filter(ts.isCallExpression)
    .filter(({ expression }) => expression.getText() === name);
}

function property(node: ts.ObjectLiteralExpression, name: string): ts.Expression | null {
  for (const one of node.properties) {
    if (ts.isPropertyAssignment(one) && one.name.getText() === name) return one.initializer;
    if (ts.isShorthandPropertyAssignment(one) && one.name.text === name) return one.name;
  }
  return null;
}

function literal(node: ts.Node | undefined, source: Source): string {
  if (node !== undefined && ts.isStringLiteral(node)) return node.text;
  throw untold(node ?? source.tree, source);
}

/**
 * A message as it is written, with `…` for what is filled in; of a choice the first. A name is looked up: a constant of
 * its file, or a parameter, of which the file's first call says an example.
 */
function shown(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isConditionalExpression(node)) return shown(node.whenTrue);
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal: { text } }) => `…${text}`).join('');
  const meant = ts.isIdentifier(node) ? meaningOf(node) : null;
  return meant === null ? '…' : shown(meant);
}

function meaningOf(name: ts.Identifier): ts.Expression | null {
  const tree = name.getSourceFile();
  const around = ancestors(name).find(ts.isFunctionDeclaration);
  const place = around?.parameters.findIndex((one) => one.name.getText() === name.text) ?? -1;
  if (place >= 0) return callsOf(functionAround(name), { tree, file: tree.fileName })[0]?.arguments[place] ?? null;
  const variables = walk(around ?? tree).filter(ts.isVariableDeclaration);
  return variables.find((one) => one.name.getText() === name.text)?.initializer ?? null;
}

function ancestors(node: ts.Node): ts.Node[] {
  return node.parent === undefined ? [] : [node.parent, ...ancestors(node.parent)];
}

function walk(node: ts.Node, found: ts.Node[] = []): ts.Node[] {
  found.push(node);
  ts.forEachChild(node, (child) => void walk(child, found));
  return found;
}

function untold(node: ts.Node, { file, tree }: Source): Error {
  const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
  return new Error(`${file}:${line + 1}: the code or kind of this error cannot be told from here.`);
}
