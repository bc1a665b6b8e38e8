import { basename } from 'node:path';
import ts from 'typescript';
import { filesBelow, read } from '../support/documents';

const HTTP = filesBelow('apps/server/src/http').filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
/** These answer nothing of a room's, or a document a flow has published under a schema of its own. */
const WITHOUT_VIEW = [
  'ApiKeysController.revoke',
  'ChannelsController.delete',
  'ChannelsController.recover',
  'ConnectionsController.delete',
  'ConnectionsController.deleteHook',
  'HealthController.health',
  'OpenApiController.get',
  'ProbesController.alive',
  'ProbesController.ready',
];
/** A stream of what has a view of its own. */
const STREAMED = ['FindingListsController.export', 'SyncsController.watch'];
const PUBLISHED = ['ReportsController.controls', 'ReportsController.posture', 'ScansController.get'];

/** A room may give its types a field at any time; the API answers with what it describes, and nothing else. */
describe('What the API takes and gives', () => {
  it('is declared apart from its controllers', () => {
    const wrong = ofSuffix('controller').flatMap((file) =>
      classesOf(parsed(file))
        .filter(({ name }) => !/Controller$/.test(name!.text))
        .map(({ name }) => `${file}: ${name!.text}`),
    );

    expect(wrong).toEqual([]);
  });

  it('passes through a view on its way out', () => {
    const bare = ofSuffix('controller').flatMap((file) => routesWithoutView(parsed(file)));

    expect(bare.sort()).toEqual([...WITHOUT_VIEW, ...STREAMED, ...PUBLISHED].sort());
  });

  it('is copied by a view field by field', () => {
    expect(ofSuffix('view').flatMap((file) => spreadsOf(parsed(file)).map((text) => `${file}: ${text}`))).toEqual([]);
  });

  it.each([
    [
      'a route that hands a room’s object on',
      routesWithoutView,
      'class A { @Get() get() { return this.rooms.get(); } }',
    ],
    [
      'a list whose rows stay as they are',
      routesWithoutView,
      'class A { @Get() get() { return pageOf(1, (row) => row); } }',
    ],
    [
      'a view that spreads what it was given',
      spreadsOf,
      'const aView = (room) => ({ ...room, at: room.at.toISOString() });',
    ],
  ])('is caught where there is %s', (_what, find, code) => {
    expect(find(ts.createSourceFile('planted.ts', code, ts.ScriptTarget.Latest, true))).toHaveLength(1);
  });
});

function ofSuffix(suffix: string): string[] {
  return HTTP.filter((file) => basename(file).endsWith(`.${suffix}.ts`));
}

function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
}

function classesOf(source: ts.SourceFile): ts.ClassDeclaration[] {
  return source.statements.filter(ts.isClassDeclaration);
}

/** Routes in whose code no function is named that makes a view. */
function routesWithoutView(source: ts.SourceFile): string[] {
  return classesOf(source).flatMap((controller) =>
    controller.members
      .filter(ts.isMethodDeclaration)
      .filter((method) => (ts.getDecorators(method) ?? []).some((one) => /^@(Get|Post|Delete)\(/.test(one.getText())))
      .filter(({ body }) => !all(body!).some((node) => ts.isIdentifier(node) && /View$/.test(node.text)))
      .map((method) => `${controller.name!.text}.${method.name.getText()}`),
  );
}

/** Spread objects, save what another view or a condition made. */
function spreadsOf(source: ts.SourceFile): string[] {
  return all(source)
    .filter(ts.isSpreadAssignment)
    .map(({ expression }) => (ts.isParenthesizedExpression(expression) ? expression.expression : expression))
    .filter(
      (from) =>
        !ts.isConditionalExpression(from) && !(ts.isCallExpression(from) && /View$/.test(from.expression.getText())),
    )
    .map((from) => `...${from.getText()}`);
}

function all(node: ts.Node): ts.Node[] {
  const found = [node];
  ts.forEachChild(node, (child) => void found.push(...all(child)));
  return found;
}
