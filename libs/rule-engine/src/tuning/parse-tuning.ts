import { DomainError, SEVERITIES } from '@posture/domain';
import type { ClassificationSetting, ParameterValue, RuleFile, RuleSetting, Tuning } from '@posture/domain';
import { linearPattern } from '@posture/platform';
import { parameterFault } from '../resolve-rules';
import { SHARED_LISTS } from './shared-lists';

/** Longer lists belong into a group of the tenant. */
const MAX_ITEMS = 5_000;
const MAX_TEXT = 300;
const MAX_ASN = 4_294_967_295;

const LISTS = [
  'serviceUserTypes',
  'serviceGroups',
  'internalDomains',
  'breakGlassGroups',
  'tier1Apps',
  'tier2Apps',
  ...SHARED_LISTS,
] as const;

/** What of a tuning cannot be done, where, and what to do about it. */
export interface TuningProblem {
  readonly code: 'rule.unknown' | 'rule.parameter_invalid' | 'classification.pattern_invalid';
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
}

/** A tuning as somebody wrote it. @throws {DomainError} `tuning.malformed` naming the part that is none */
export function parseTuning(value: unknown): Tuning {
  const { rules, classification } = fieldsOf(value, '', ['rules', 'classification']);
  return {
    rules: Object.fromEntries(
      Object.entries(recordOf(rules, 'rules')).map(([id, setting]) => [id, settingOf(setting, `rules.${id}`)]),
    ),
    classification: classificationOf(classification),
  };
}

/**
 * Refuses what fits no rule there is. What did not fit before the change either is passed over: one rule that is gone
 * must not keep the others from being tuned.
 * @throws {DomainError} with the code, field and remedy of the first problem
 */
export function refuseProblems(after: Tuning, before: Tuning, files: readonly RuleFile[]): void {
  const old = new Set(tuningProblems(before, files).map(({ field, message }) => `${field} ${message}`));
  const first = tuningProblems(after, files).find(({ field, message }) => !old.has(`${field} ${message}`));
  if (first === undefined) return;
  const { code, field, message, remedy } = first;
  throw new DomainError(code, 'invalid', message, { field, remedy });
}

/** What of it fits no rule there is now: rules change, and what was chosen for them stays. */
export function tuningProblems({ rules, classification }: Tuning, files: readonly RuleFile[]): TuningProblem[] {
  const known = new Map(files.map((file) => [file.id, file]));
  const ofRules = Object.entries(rules).flatMap(([id, { parameters = {} }]): TuningProblem[] => {
    const file = known.get(id);
    if (file === undefined) return [unknownRule(id)];
    return Object.entries(parameters).flatMap(([name, value]): TuningProblem[] => {
      const fault = parameterFault(file.parameters, name, value);
      if (fault === null) return [];
      const message = `Rule ${id}: ${name} ${fault.message}.`;
      const field = `rules.${id}.parameters.${name}`;
      return [{ code: 'rule.parameter_invalid', field, message, remedy: `${fault.remedy}.` }];
    });
  });
  return [...ofRules, ...patternProblem(classification)];
}

function unknownRule(id: string): TuningProblem {
  const remedy = 'List the rules (`posture rules list`, GET /api/v1/rules) and correct the id, or take it out.';
  return { code: 'rule.unknown', field: `rules.${id}`, message: `There is no rule "${id}".`, remedy };
}

function patternProblem({ servicePattern = '' }: ClassificationSetting): TuningProblem[] {
  try {
    linearPattern(servicePattern);
    return [];
  } catch (error) {
    const message = `"${servicePattern.slice(0, 80)}" is no pattern: ${(error as RangeError).message}.`;
    const remedy = 'Give a regular expression in the syntax of RE2 such as ^(svc|bot)[-_.], or leave it empty.';
    return [{ code: 'classification.pattern_invalid', field: 'classification.servicePattern', message, remedy }];
  }
}

function settingOf(value: unknown, field: string): RuleSetting {
  const { enabled, severity, parameters } = fieldsOf(value, field, ['enabled', 'severity', 'parameters']);
  if (enabled !== undefined && typeof enabled !== 'boolean')
    throw malformed(`${field}.enabled`, 'is neither true nor false', 'Give true or false, or take it out.');
  const known = SEVERITIES.find((each) => each === severity);
  if (severity !== undefined && known === undefined)
    throw malformed(`${field}.severity`, 'is no severity', `Give one of ${SEVERITIES.join(', ')}, or take it out.`);
  const values = Object.entries(recordOf(parameters, `${field}.parameters`)).map(
    ([name, each]) => [name, parameterOf(each, `${field}.parameters.${name}`)] as const,
  );
  return {
    ...(enabled === undefined ? {} : { enabled }),
    ...(known === undefined ? {} : { severity: known }),
    ...(values.length === 0 ? {} : { parameters: Object.fromEntries(values) }),
  };
}

function parameterOf(value: unknown, field: string): ParameterValue {
  if (typeof value === 'boolean' || typeof value === 'number' || isText(value)) return value;
  if (
    Array.isArray(value) &&
    value.length <= MAX_ITEMS &&
    value.every((each) => typeof each === 'number' || isText(each))
  )
    return value as (number | string)[];
  throw malformed(
    field,
    'is no value of a parameter',
    `Give a number, true or false, a text, or a list of numbers or texts: at most ${MAX_ITEMS} of ${MAX_TEXT} characters.`,
  );
}

function classificationOf(value: unknown): ClassificationSetting {
  const given = fieldsOf(value, 'classification', [...LISTS, 'servicePattern']);
  const setting: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(given)) {
    const field = `classification.${name}`;
    if (name === 'servicePattern') {
      if (!isText(each)) throw malformed(field, 'is no text', 'Give a regular expression, or an empty text for none.');
    } else if (name === 'trustedAsns') {
      if (!isListOf(each, isAsn)) throw malformed(field, 'is no list of AS numbers', 'Give numbers such as [64500].');
    } else if (!isListOf(each, isText)) {
      throw malformed(
        field,
        'is no list of texts',
        `Give at most ${MAX_ITEMS} texts of at most ${MAX_TEXT} characters.`,
      );
    }
    setting[name] = each;
  }
  return setting as ClassificationSetting;
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= MAX_ITEMS && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

function isAsn(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= MAX_ASN;
}

/** @returns those that are there */
function fieldsOf(value: unknown, field: string, names: readonly string[]): Record<string, unknown> {
  const record = recordOf(value, field);
  const stranger = Object.keys(record).find((name) => !names.includes(name));
  if (stranger === undefined) return record;
  const place = field === '' ? stranger : `${field}.${stranger}`;
  throw malformed(place, 'is not known here', `Take it out, or use one of ${names.join(', ')}.`);
}

function recordOf(value: unknown, field: string): Record<string, unknown> {
  if (value === undefined) return {};
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw malformed(field === '' ? 'tuning' : field, 'is no object', 'Give an object.');
}

function malformed(field: string, what: string, remedy: string): DomainError {
  return new DomainError('tuning.malformed', 'invalid', `${field} ${what}.`, { field, remedy });
}
