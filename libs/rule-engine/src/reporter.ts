import type { RuleProblem } from './rule-problem';
import { formatField } from './rule-text';
import type { FieldPath, RuleText } from './rule-text';

/** Notes one problem of the file being checked. */
export type Reporter = (path: FieldPath, message: string, remedy: string) => void;

export function reporterFor(text: RuleText, problems: RuleProblem[]): Reporter {
  return (path, message, remedy) => {
    problems.push({ file: text.file, line: text.lineOf(path), field: formatField(path), message, remedy });
  };
}
