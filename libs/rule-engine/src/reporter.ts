import type { RuleProblem } from './rule-problem';
import type { FieldPath, RuleText } from './rule-text';

/** Notes one problem of the file being checked. */
export type Reporter = (path: FieldPath, message: string, remedy: string) => void;

export function reporterFor(text: RuleText, problems: RuleProblem[]): Reporter {
  return (path, message, remedy) => {
    problems.push({ file: text.file, line: text.lineOf(path), field: formatField(path), message, remedy });
  };
}

/** `['cases', 2, 'facts']` → `cases[2].facts` */
function formatField(path: FieldPath): string {
  return path.reduce<string>(
    (text, segment) =>
      typeof segment === 'number' ? `${text}[${segment}]` : text === '' ? segment : `${text}.${segment}`,
    '',
  );
}
