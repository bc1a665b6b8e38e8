import Ajv from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { RuleFile } from '@posture/domain';
import schema from '../../../rules/schema/rule.schema.json';
import type { FieldPath, RuleText } from './rule-text';
import type { Reporter } from './reporter';

let compiled: ValidateFunction<RuleFile> | null = null;

/** Compiled when the first file is checked: shipped rules were checked when they were built. */
function validator(): ValidateFunction<RuleFile> {
  const options = { allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true, verbose: true };
  compiled ??= new Ajv(options).compile<RuleFile>(schema);
  return compiled;
}

/** Reports every place where the file departs from `rules/schema/rule.schema.json`; null when there is one. */
export function toRuleFile(text: RuleText, report: Reporter): RuleFile | null {
  const { content } = text;
  const validate = validator();
  if (validate(content)) return content;
  const seen = new Set<string>();
  for (const error of validate.errors ?? []) {
    // A failed branch reports itself beside its cause; only the cause helps.
    if (error.keyword === 'if' || error.keyword === 'anyOf' || error.keyword === 'propertyNames') continue;
    const { path, message, remedy } = inWords(error);
    const once = `${path.join('/')} ${message}`;
    if (!seen.has(once)) report(path, message, remedy);
    seen.add(once);
  }
  if (seen.size === 0) report([], 'it does not follow the rule schema', 'Compare it with rules/README.md');
  return null;
}

function inWords(error: ErrorObject): { path: FieldPath; message: string; remedy: string } {
  const path = pathOf(error.instancePath, error.propertyName);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required': {
      const field = String(params.missingProperty);
      return { path: [...path, field], message: 'it is missing', remedy: `Add \`${field}\`; rules/README.md says how` };
    }
    case 'additionalProperties': {
      const field = String(params.additionalProperty);
      return { path: [...path, field], message: 'the field is not known', remedy: 'Remove it or correct its name' };
    }
    case 'false schema':
      return {
        path,
        message: 'the field does not belong here',
        remedy: 'A posture rule has `when` and cases with `facts`; a path rule has `path` and cases with `graph`',
      };
    case 'enum':
      return {
        path,
        message: `${shown(error.data)} is not one of the values allowed`,
        remedy: `Use one of ${(params.allowedValues as unknown[]).map(String).join(', ')}`,
      };
    case 'pattern':
      return {
        path,
        message: `${shown(error.data)} is not written as expected`,
        remedy: `Match ${String(params.pattern)}`,
      };
    default:
      return {
        path,
        message: `${shown(error.data)} ${error.message ?? 'is not allowed'}`,
        remedy: 'Correct the value',
      };
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function pathOf(pointer: string, property: string | undefined): (string | number)[] {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return property === undefined ? path : [...path, property];
}
