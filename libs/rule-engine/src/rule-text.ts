import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';
import type { RuleProblem } from './rule-problem';

/** A parsed file that still knows where in the text each field stands. */
export interface RuleText {
  readonly file: string;
  readonly content: unknown;
  lineOf(path: FieldPath): number | null;
}

export type FieldPath = readonly (string | number)[];

/** Reads YAML without aliases: a rule is read by people, and an alias is how a small file becomes a huge one. */
export function parseRuleText(file: string, text: string): RuleText | RuleProblem[] {
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: counter });
    const [error] = document.errors;
    if (error !== undefined) {
      // Later errors mostly follow from the first.
      return [
        {
          file,
          line: error.linePos?.[0].line ?? null,
          field: '',
          message: `it is not valid YAML: ${error.message.split('\n')[0] ?? error.code}`.replace(/[:.]$/, ''),
          remedy: 'Correct the YAML at this line',
        },
      ];
    }
    const content: unknown = document.toJS({ maxAliasCount: 0 });
    return { file, content, lineOf: (path) => lineOf(document, counter, path) };
  } catch (error) {
    const message =
      error instanceof RangeError ? 'it is nested too deeply' : 'it uses YAML aliases, which rules do not allow';
    return [{ file, line: null, field: '', message, remedy: 'Write the values out plainly' }];
  }
}

/** The line of the field, or of the closest field above it that is in the text. */
function lineOf(document: Document, counter: LineCounter, path: FieldPath): number | null {
  let node: unknown = document.contents;
  let offset = 0;
  for (const segment of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === segment);
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(segment)];
      if (item === undefined) break;
      offset = (item as Node).range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return counter.linePos(offset).line;
}
