import { DomainError } from '@posture/domain';
import type {
  Condition,
  NodeKind,
  ParameterValue,
  PathEnd,
  PathSpec,
  ProfileName,
  RuleFile,
  RuleKind,
  RuleVocabulary,
  Severity,
} from '@posture/domain';
import { parameterNameOf } from './condition';
import { isOn, profileValues } from './resolve-rules';

const PROFILES: readonly ProfileName[] = ['default', 'strict-gov', 'everything'];

/** The rules about one provider, and the words they are written in. */
export interface RuleBook {
  readonly provider: string;
  readonly rules: readonly RuleFile[];
  readonly vocabulary: RuleVocabulary;
}

/** One line about a rule. */
export interface RuleListing {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly kind: RuleKind;
  readonly subject: NodeKind;
  readonly severity: Severity;
  readonly report: 'each' | 'group' | 'measure' | 'signal';
  /** Profiles that have the rule on. */
  readonly profiles: readonly ProfileName[];
  /** Resources that must be read for the rule to be assessed for certain; none are known of a path over all edges. */
  readonly resources: readonly string[];
}

/** Everything about a rule that helps to trust it. */
export interface RuleExplanation extends RuleListing {
  readonly description: string;
  /** Indented lines; null when the rule concerns every subject of its kind. */
  readonly appliesTo: readonly string[] | null;
  readonly condition: readonly string[];
  readonly facts: readonly ExplainedFact[];
  readonly parameters: readonly ExplainedParameter[];
  readonly severityWhen: readonly string[];
  readonly supersedes: readonly string[];
  readonly references: RuleFile['references'];
  readonly mappings: RuleFile['mappings'];
  readonly blindSpots: string;
  readonly falsePositives: string;
  readonly triage: readonly string[];
  readonly remediation: RuleFile['remediation'];
  readonly cases: readonly { readonly name: string; readonly expect: string }[];
}

export interface ExplainedFact {
  readonly name: string;
  readonly means: string;
  readonly unit: string | null;
  readonly source: string;
  /** Scopes to grant for it, as the provider names them. */
  readonly scopes: readonly string[];
}

export interface ExplainedParameter {
  readonly name: string;
  readonly unit: string | null;
  readonly why: string;
  readonly min: number | null;
  readonly max: number | null;
  /** The value under each profile that has the rule on. */
  readonly values: Readonly<Partial<Record<ProfileName, ParameterValue>>>;
}

/** In order of id. */
export function listRules(books: readonly RuleBook[]): RuleListing[] {
  return books
    .flatMap(({ rules, vocabulary }) => rules.map((file) => listingOf(file, vocabulary)))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** One rule in words, with its values under each profile. @throws {DomainError} `rule.unknown` */
export function explainRule(books: readonly RuleBook[], id: string): RuleExplanation {
  const book = books.find(({ rules }) => rules.some((rule) => rule.id === id));
  const file = book?.rules.find((rule) => rule.id === id);
  if (book === undefined || file === undefined) {
    throw new DomainError('rule.unknown', 'not_found', `There is no rule "${id}".`, {
      field: 'id',
      remedy: 'List the rules with `posture rules list`.',
    });
  }
  const { vocabulary } = book;
  return {
    ...listingOf(file, vocabulary),
    description: file.description,
    appliesTo: file.appliesTo === undefined ? null : conditionLines(file.appliesTo),
    condition: file.when === undefined ? pathLines(file.path) : conditionLines(file.when),
    facts: factsOf(file, vocabulary),
    parameters: parametersOf(file),
    severityWhen: (file.severityWhen ?? []).map(({ severity, tiers, when }) => {
      const tierText = tiers === undefined ? [] : [`the subject is ${tiers.join(' or ')}`];
      const whenText =
        when === undefined
          ? []
          : [
              conditionLines(when)
                .map((line) => line.trim())
                .join(' '),
            ];
      return `${severity} when ${[...tierText, ...whenText].join(' and ')}`;
    }),
    supersedes: file.supersedes ?? [],
    references: file.references,
    mappings: file.mappings,
    blindSpots: file.blindSpots,
    falsePositives: file.falsePositives,
    triage: file.triage,
    remediation: file.remediation,
    cases: file.cases.map(({ name, expect }) => ({ name, expect })),
  };
}

function listingOf(file: RuleFile, vocabulary: RuleVocabulary): RuleListing {
  return {
    id: file.id,
    version: file.version,
    title: file.title,
    kind: file.kind,
    subject: file.subject,
    severity: file.severity,
    report: typeof file.report === 'object' ? 'group' : file.report,
    profiles: PROFILES.filter((profile) => isOn(file, profile)),
    resources: resourcesOf(file, vocabulary),
  };
}

/** Resources the facts of `requires` stand on, sorted; what a missing permission switches off is read from this. */
export function resourcesOf(file: Pick<RuleFile, 'subject' | 'requires'>, { facts }: RuleVocabulary): string[] {
  const schema = facts[file.subject] ?? {};
  return [...new Set(file.requires.flatMap((name) => schema[name]?.needs ?? []))].sort();
}

function factsOf(file: RuleFile, { facts, resources }: RuleVocabulary): ExplainedFact[] {
  const schema = facts[file.subject] ?? {};
  return file.requires.flatMap((name) => {
    const spec = schema[name];
    if (spec === undefined) return [];
    const scopes = spec.needs.flatMap((need) => resources[need]?.scope ?? []);
    return {
      name,
      means: spec.means,
      unit: spec.unit ?? null,
      source: spec.source,
      scopes: [...new Set(scopes)].sort(),
    };
  });
}

function parametersOf(file: RuleFile): ExplainedParameter[] {
  return Object.entries(file.parameters).map(([name, spec]) => ({
    name,
    unit: spec.unit ?? null,
    why: spec.why,
    min: spec.min ?? null,
    max: spec.max ?? null,
    values: Object.fromEntries(
      PROFILES.filter((profile) => isOn(file, profile)).map((profile) => [
        profile,
        profileValues(file, profile)[name] ?? spec.default,
      ]),
    ),
  }));
}

const IN_WORDS: Readonly<Record<string, string>> = {
  equal: 'is',
  notEqual: 'is not',
  in: 'is one of',
  notIn: 'is none of',
  contains: 'contains',
  doesNotContain: 'does not contain',
  containsAny: 'contains any of',
  containsAll: 'contains all of',
  lessThan: 'is less than',
  lessThanInclusive: 'is at most',
  greaterThan: 'is more than',
  greaterThanInclusive: 'is at least',
};

/** The condition as indented lines, two blanks a level. */
export function conditionLines(condition: Condition, indent = ''): string[] {
  const inner = `${indent}  `;
  if ('all' in condition) {
    return [`${indent}all of`, ...condition.all.flatMap((part) => conditionLines(part, inner))];
  }
  if ('any' in condition) {
    return [`${indent}any of`, ...condition.any.flatMap((part) => conditionLines(part, inner))];
  }
  if ('not' in condition) return [`${indent}not`, ...conditionLines(condition.not, inner)];
  return [`${indent}${condition.fact} ${IN_WORDS[condition.operator]} ${valueText(condition.value)}`];
}

function valueText(value: Parameters<typeof parameterNameOf>[0]): string {
  const name = parameterNameOf(value);
  if (name !== null) return `{${name}}`;
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function pathLines(path: PathSpec | undefined): string[] {
  if (path === undefined) return [];
  const lines = [`from ${endText(path.from)}`];
  for (const step of path.steps) {
    const edge = step.kinds === 'traversable' ? 'any edge an attacker can use' : step.kinds.join(' or ');
    const [min, max] = [step.min ?? 1, step.max ?? 1];
    const times = max === 1 && min === 1 ? '' : `, ${min} to ${max} times,`;
    lines.push(`  by ${edge}${step.direction === 'in' ? ' (backwards)' : ''}${times} to ${endText(step.to)}`);
  }
  return lines;
}

function endText(end: PathEnd): string {
  const filters = (end.when ?? []).map(
    ({ prop, operator, value }) => `${prop} ${IN_WORDS[operator]} ${valueText(value)}`,
  );
  return [end.kinds.join(' or '), ...(filters.length === 0 ? [] : [`where ${filters.join(' and ')}`])].join(' ');
}
