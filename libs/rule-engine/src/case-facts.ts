import { AtLeast, Unknown } from '@posture/domain';
import type { FactNeed, FactSchema, FactSpec, Facts, FactValue, RuleVocabulary } from '@posture/domain';

type Resources = RuleVocabulary['resources'];

/** A case's facts as the evaluator takes them; what the case does not give is unknown for want of all it needs. */
export function factsOfCase(given: Readonly<Record<string, unknown>>, schema: FactSchema): Facts {
  const facts: Record<string, FactValue> = {};
  for (const [name, spec] of Object.entries(schema)) {
    facts[name] = Object.hasOwn(given, name) ? factOfCase(given[name]) : new Unknown(needsOf(spec.needs));
  }
  return facts;
}

function factOfCase(given: unknown): FactValue {
  if (isUnknownNotation(given)) return new Unknown(needsOf(given.unknown));
  if (isAtLeastNotation(given)) return new AtLeast(given.atLeast, needsOf(given.missing));
  return given as FactValue;
}

function needsOf(resources: readonly string[]): FactNeed[] {
  return resources.map((resource) => ({ resource, parent: '' }));
}

/** Why the value cannot stand for the fact; null when it can. */
export function caseFactFault(
  given: unknown,
  spec: FactSpec,
  known: Resources,
): { message: string; remedy: string } | null {
  if (isUnknownNotation(given)) return namingFault(given.unknown, known);
  if (isAtLeastNotation(given)) {
    if (spec.type !== 'number' && spec.type !== 'list') {
      return { message: `a ${spec.type} cannot be partly read`, remedy: 'Use `{ unknown: [resource] }`' };
    }
    return plainFault(given.atLeast, { ...spec, nullable: false }) ?? namingFault(given.missing, known);
  }
  return plainFault(given, spec);
}

function plainFault(given: unknown, spec: FactSpec): { message: string; remedy: string } | null {
  if (given === null) {
    return spec.nullable === true
      ? null
      : { message: 'the fact is never null', remedy: 'Give a value, or `{ unknown: [resource] }` for one not read' };
  }
  const fits =
    spec.type === 'list'
      ? Array.isArray(given) && given.every((item) => typeof item === 'string')
      : typeof given === spec.type;
  return fits
    ? null
    : {
        message: `${JSON.stringify(given)} is no ${spec.type === 'list' ? 'list of strings' : spec.type}`,
        remedy: `Give a ${spec.type}, \`{ unknown: [resource] }\` or \`{ atLeast: value, missing: [resource] }\``,
      };
}

function namingFault(resources: readonly string[], known: Resources): { message: string; remedy: string } | null {
  for (const resource of resources) {
    const fault = resourceFault(resource, known);
    if (fault !== null) return fault;
  }
  return resources.length > 0 ? null : { message: 'no resource is named', remedy: 'Name what was not read' };
}

/** Why the name stands for no resource; null when it does. */
export function resourceFault(resource: string, known: Resources): { message: string; remedy: string } | null {
  if (Object.hasOwn(known, resource)) return null;
  const names = Object.keys(known).slice(0, 3).join(', ');
  return { message: `"${resource}" is no resource`, remedy: `Use the names of the catalogue, such as ${names}` };
}

function isUnknownNotation(given: unknown): given is { unknown: string[] } {
  return hasExactly(given, ['unknown']) && isStrings(given.unknown);
}

function isAtLeastNotation(given: unknown): given is { atLeast: number | string[]; missing: string[] } {
  return hasExactly(given, ['atLeast', 'missing']) && isStrings(given.missing);
}

function hasExactly<Name extends string>(given: unknown, names: readonly Name[]): given is Record<Name, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  const own = Object.keys(given);
  return own.length === names.length && names.every((name) => own.includes(name));
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
