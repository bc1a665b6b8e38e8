import type { ExplainedSubject } from '../areas/rules.area';
import { wrap } from './wrap';

type ExplainedCondition = NonNullable<ExplainedSubject['conditions']>['when'];
type ExplainedComparison = NonNullable<ExplainedCondition['comparison']>;

const MARKS: Readonly<Record<ExplainedCondition['outcome'], string>> = { holds: 'yes', fails: 'no ', unknown: '?  ' };
const VERDICTS = { match: 'MATCH', clear: 'clear', not_assessed: 'not assessed', not_applicable: 'not applicable' };

/** Why a rule says what it says of one subject, as `posture rules explain --subject` shows it. */
export function subjectExplanationText(explained: ExplainedSubject): string {
  const { rule, title, subject, verdict, why, version, asOf, profile, isOn, conditions, path, missing } = explained;
  return [
    `${rule}: ${title}`,
    `about ${subject.key}${subject.name === null ? '' : ` (${subject.name})`}, version ${version} of ${asOf}`,
    '',
    ...wrap(why, `${VERDICTS[verdict]}: `),
    ...(isOn ? [] : [`The rule is off in profile ${profile}: no finding follows.`]),
    ...(conditions === null || conditions.appliesTo === null
      ? []
      : ['', 'Applies to', ...conditionLines(conditions.appliesTo, '  ')]),
    ...(conditions === null ? [] : ['', 'Matches when', ...conditionLines(conditions.when, '  ')]),
    ...(path === null || path.length === 0
      ? []
      : [
          '',
          'Path',
          ...path.map(
            ({ kind, from, to, derived }) => `  ${nameOf(from)} ${kind} ${nameOf(to)}${derived ? ' (concluded)' : ''}`,
          ),
        ]),
    ...(missing.length === 0
      ? []
      : [
          '',
          'Not read',
          ...missing.flatMap(({ resource, reason, missing: grant }) =>
            wrap(`${resource}: ${reason}${grant === null ? '' : ` Grant ${grant}.`}`, '  '),
          ),
        ]),
  ].join('\n');
}

function conditionLines({ type, outcome, parts, comparison }: ExplainedCondition, indent: string): string[] {
  const mark = `${MARKS[outcome]} ${indent}`;
  if (comparison !== null) return comparisonLines(comparison, mark);
  const head = { all: 'all of', any: 'any of', not: 'not', comparison: '' }[type];
  return [`${mark}${head}`, ...parts.flatMap((part) => conditionLines(part, `${indent}  `))];
}

function comparisonLines(
  { fact, operator, expected, parameter, missing }: ExplainedComparison,
  mark: string,
): string[] {
  const wanted = `${operator} ${shown(expected)}${parameter === null ? '' : ` (${parameter})`}`;
  const value =
    fact.certainty === 'unknown'
      ? 'unknown'
      : `${fact.certainty === 'at_least' ? 'at least ' : ''}${shown(fact.value)}`;
  const read = fact.readAt === null ? 'never read' : `read ${fact.readAt}`;
  return [
    ...wrap(`${fact.fact} ${wanted}: is ${value}${fact.unit === null ? '' : ` ${fact.unit}`}`, mark),
    ...wrap(`${fact.source}, ${read}`, ' '.repeat(mark.length + 2)),
    ...missing.flatMap(({ resource, reason }) => wrap(`${resource}: ${reason}`, ' '.repeat(mark.length + 2))),
  ];
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(String).join(', ');
  return value === null || value === undefined ? 'none' : String(value);
}

function nameOf({ name, externalId }: ExplainedSubject['subject']): string {
  return name ?? externalId;
}
