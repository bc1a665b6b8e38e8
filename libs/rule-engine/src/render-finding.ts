import { AtLeast, Unknown } from '@posture/domain';
import type { FactValue, Facts, ParameterValue, SubjectRef } from '@posture/domain';
import { factNamed } from './compile-condition';
import type { Parameters, ResolvedRule } from './resolve-rules';

const PLACEHOLDER = /\{([^{}]*)\}/g;
/** Before a fact in days: the verb for an end that is to come or has passed. */
const ENDS = 'ends:';

/** Names between braces, in order, repeated ones included. */
export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map((match) => withoutVerb(match[1] ?? ''));
}

export interface FindingWords {
  readonly title: string;
  readonly why: string;
}

/** Templates split once, so that a match costs a join. */
export function compileWords(rule: ResolvedRule): (subject: SubjectRef, facts: Facts, extra?: Extra) => FindingWords {
  const title = compileTemplate(rule.file.finding.title, rule.parameters);
  const why = compileTemplate(rule.file.finding.why, rule.parameters);
  return (subject, facts, extra = {}) => ({
    title: title(subject, facts, extra),
    why: why(subject, facts, extra),
  });
}

/** Computed placeholders: `target` and `steps` of a path, `count` of a group. */
export type Extra = Readonly<Record<string, string | number>>;

type Template = (subject: SubjectRef, facts: Facts, extra: Extra) => string;

function compileTemplate(template: string, parameters: Parameters): Template {
  const parts = template
    .split(PLACEHOLDER)
    .map((part, index) => (index % 2 === 0 ? part : placeholder(part, parameters)));
  return (subject, facts, extra) =>
    parts.map((part) => (typeof part === 'string' ? part : part(subject, facts, extra))).join('');
}

function placeholder(name: string, parameters: Parameters): Template {
  if (name === 'name') return (subject) => subject.name ?? subject.externalId;
  if (name.startsWith('params.')) {
    const text = formatParameter(parameters[name.slice('params.'.length)]);
    return () => text;
  }
  if (name.startsWith(ENDS)) return (_subject, facts) => ends(facts[withoutVerb(name)]);
  return (_subject, facts, extra) => {
    const computed = extra[name];
    return computed === undefined ? formatFact(factNamed(facts, name)) : String(computed);
  };
}

function withoutVerb(name: string): string {
  return name.startsWith(ENDS) ? name.slice(ENDS.length) : name;
}

function ends(days: FactValue | undefined): string {
  return typeof days === 'number' && days < 0
    ? `ended ${formatFact(-days)} days ago`
    : `ends in ${formatFact(days)} days`;
}

function formatParameter(value: ParameterValue | undefined): string {
  return value === undefined ? '' : formatFact(typeof value === 'object' ? value.map(String) : value);
}

/** As a sentence wants it: whole days, lists with commas, "at least" before what was partly read. */
export function formatFact(value: FactValue | undefined): string {
  if (value === undefined || value instanceof Unknown) return 'unknown';
  if (value instanceof AtLeast) return `at least ${formatFact(value.value as number | readonly string[])}`;
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string') return value;
  return value.length === 0 ? 'none' : value.join(', ');
}

/** Ages are fractions of days: a tenth matters below ten, nothing does above. Rounding down never overstates. */
function formatNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Math.abs(value) < 10 ? Math.floor(value * 10) / 10 : Math.floor(value));
}

/**
 * Title and reason of a finding with grain `group`: `{name}` is the parent's name, `{count}` the number of members.
 * The words of a single member's evaluation are the same with a count of one.
 */
export function renderGroup(rule: ResolvedRule, parent: SubjectRef, count: number): FindingWords {
  return compileWords(rule)(parent, {}, { count });
}
