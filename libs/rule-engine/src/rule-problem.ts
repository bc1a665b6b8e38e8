import { DomainError } from '@posture/domain';

/** What is wrong with a rule file, where, and what its author can do about it. */
export interface RuleProblem {
  readonly file: string;
  /** 1-based; null when the problem has no place in the text, such as a missing file. */
  readonly line: number | null;
  /** Path of the field, such as `cases[2].facts.ageDays`; '' for the file as a whole. */
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
}

/** `file:line field: message. remedy`, one line, as compilers print it. */
export function formatProblem(problem: RuleProblem): string {
  const place = problem.line === null ? problem.file : `${problem.file}:${problem.line}`;
  const field = problem.field === '' ? '' : ` ${problem.field}`;
  return `${place}${field}: ${problem.message}. ${problem.remedy}.`;
}

const SHOWN = 5;

/** `rule.malformed`, naming the first problem; all of them are in `details.problems`. */
export function ruleMalformed(problems: readonly RuleProblem[]): DomainError {
  const [first] = problems;
  const shown = problems.slice(0, SHOWN).map(formatProblem);
  const rest = problems.length > SHOWN ? [`and ${problems.length - SHOWN} more`] : [];
  return new DomainError('rule.malformed', 'invalid', [...shown, ...rest].join('\n'), {
    field: first?.field,
    remedy: first?.remedy,
    details: { problems },
  });
}
