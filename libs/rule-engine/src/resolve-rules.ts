import { DomainError } from '@posture/domain';
import type {
  ClassificationSetting,
  ConditionValue,
  ParameterSpec,
  ParameterValue,
  PathEnd,
  PathSpec,
  ProfileName,
  RuleFile,
} from '@posture/domain';
import { resolveValue } from './condition';

/** What a rule is given in the place of `{params.…}`, by name. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** A rule as one connection runs it: the profile's values are in. */
export interface ResolvedRule {
  readonly file: RuleFile;
  readonly parameters: Parameters;
  /** The traversal of a path rule with every parameter replaced by its value; null for other kinds. */
  readonly path: PathSpec | null;
  /** What operators said of the tenant that facts are computed by; absent: nothing. */
  readonly classified?: ClassificationSetting;
}

/**
 * The rules that are on, in order of id. `everything` has each rule with its defaults; `default` and `strict-gov` have
 * each rule that does not say `false` for them, with the values it names for them.
 * @public for the suites
 */
export function resolveRules(files: readonly RuleFile[], profile: ProfileName): ResolvedRule[] {
  return files
    .filter((file) => isOn(file, profile))
    .map((file) => resolveRule(file, profileValues(file, profile)))
    .sort((a, b) => (a.file.id < b.file.id ? -1 : 1));
}

/** One rule with its defaults, except for the values given. @throws {DomainError} `rule.parameter_invalid` */
export function resolveRule(file: RuleFile, values: Parameters = {}): ResolvedRule {
  const parameters: Record<string, ParameterValue> = {};
  for (const [name, spec] of Object.entries(file.parameters)) parameters[name] = spec.default;
  for (const [name, value] of Object.entries(values)) {
    const fault = parameterFault(file.parameters, name, value);
    if (fault !== null) {
      throw new DomainError('rule.parameter_invalid', 'invalid', `Rule ${file.id}: ${name} ${fault.message}.`, {
        field: `parameters.${file.id}.${name}`,
        remedy: `${fault.remedy}.`,
      });
    }
    parameters[name] = value;
  }
  return { file, parameters, path: file.path === undefined ? null : resolvePath(file.path, parameters) };
}

/** Whether a profile judges by the rule; `everything` does by each. */
export function isOn(file: RuleFile, profile: ProfileName): boolean {
  return profile === 'everything' || file.profiles[profile] !== false;
}

/** Values the profile gives to the rule's parameters, instead of their defaults. */
export function profileValues(file: RuleFile, profile: ProfileName): Parameters {
  const entry = profile === 'everything' ? undefined : file.profiles[profile];
  return typeof entry === 'object' ? entry : {};
}

/** Why the value cannot be the parameter's; null when it can. */
export function parameterFault(
  specs: Readonly<Record<string, ParameterSpec>>,
  name: string,
  value: ParameterValue,
): { message: string; remedy: string } | null {
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  if (spec === undefined) {
    const names = Object.keys(specs).join(', ');
    return {
      message: 'is no parameter of the rule',
      remedy: names === '' ? 'The rule has none; remove it' : `Use one of ${names}`,
    };
  }
  const expected = typeOf(spec.default);
  if (typeOf(value) !== expected && !(isList(value) && isList(spec.default) && isEither(value, spec.default))) {
    return {
      message: `is a ${typeOf(value)}, not a ${expected}`,
      remedy: `Give a ${expected} such as ${example(spec)}`,
    };
  }
  if (typeof value !== 'number') return null;
  if (!Number.isFinite(value))
    return { message: 'is not a finite number', remedy: `Give a number such as ${example(spec)}` };
  const unit = spec.unit === undefined ? '' : ` ${spec.unit}`;
  if (spec.min !== undefined && value < spec.min) {
    return { message: `is ${value}, below its minimum`, remedy: `Give ${spec.min}${unit} or more` };
  }
  if (spec.max !== undefined && value > spec.max) {
    return { message: `is ${value}, above its maximum`, remedy: `Give ${spec.max}${unit} or less` };
  }
  return null;
}

/** boolean, number, string, `list of numbers` …; an empty list is a `list`. */
export function typeOf(value: ParameterValue): string {
  if (!isList(value)) return typeof value;
  const kinds = new Set(value.map((item) => typeof item));
  const [kind] = kinds;
  return kind === undefined ? 'list' : kinds.size > 1 ? 'list of mixed values' : `list of ${kind}s`;
}

function isList(value: ParameterValue): value is readonly (number | string)[] {
  return Array.isArray(value);
}

/** An empty list has no element type, so it fits every list and every list fits it. */
function isEither(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === 0 || b.length === 0;
}

function example(spec: ParameterSpec): string {
  return JSON.stringify(spec.default);
}

function resolvePath(path: PathSpec, parameters: Parameters): PathSpec {
  const end = (place: PathEnd): PathEnd =>
    place.when === undefined
      ? place
      : {
          ...place,
          when: place.when.map((filter) => ({
            ...filter,
            value: resolveValue(filter.value as ConditionValue, parameters),
          })),
        };
  return { from: end(path.from), steps: path.steps.map((step) => ({ ...step, to: end(step.to) })) };
}
