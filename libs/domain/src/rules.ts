import type { EdgeKind, NodeKind } from './graph-schema';
import type { Condition, ParameterValue } from './condition';
import type { DetectSpec } from './detection';
import type { Severity, Tier } from './verdicts';

/** What a rule looks at: the state of one subject, a way through the access graph, or dated events. */
export type RuleKind = 'posture' | 'path' | 'detection';
/**
 * default: what an ordinary company should act on · strict-gov: STIG values and rules of governments · everything:
 * each rule there is.
 */
export type ProfileName = 'default' | 'strict-gov' | 'everything';

/** A number, text or list a rule is tuned by; each has a reason. */
export interface ParameterSpec {
  readonly default: ParameterValue;
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** Why this default. */
  readonly why: string;
}

/** A traversal executed alike in process and in Neo4j: from each start node, breadth first, ties broken by key. */
export interface PathSpec {
  readonly from: PathEnd;
  /** In order. `min`/`max` repeat a step (default 1/1); `kinds` are alternatives. */
  readonly steps: readonly PathStep[];
}

/** Which nodes a path may start at or step onto: of one of the kinds, and passing every filter. */
export interface PathEnd {
  readonly kinds: readonly NodeKind[];
  readonly when?: readonly PathFilter[];
}

/**
 * One stretch of a path. `traversable` stands for all edges by which an attacker comes further; `out`, along the
 * arrow, is the default.
 */
export interface PathStep {
  readonly kinds: readonly EdgeKind[] | 'traversable';
  readonly direction?: 'out' | 'in';
  readonly min?: number;
  readonly max?: number;
  /** Where the step must arrive. */
  readonly to: PathEnd;
}

/** `tier` and `lowerTierThanStart` are computed; any other name is a prop of the node (dots descend). */
export interface PathFilter {
  readonly prop: string;
  readonly operator: 'equal' | 'notEqual' | 'in' | 'notIn' | 'containsAny';
  readonly value: ParameterValue | null | { readonly fact: 'params'; readonly path: `$.${string}` };
}

/** A rule as its YAML file under `rules/` says it, checked. `when` or, for a path rule, `path` is there, never both. */
export interface RuleFile {
  /** The catalogue's id; never reused. Equal to the file's name. */
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly kind: RuleKind;
  readonly subject: NodeKind;
  readonly severity: Severity;
  /** Raises the severity for a subject of these tiers or when a condition holds; the first that fits wins. */
  readonly severityWhen?: readonly {
    readonly severity: Severity;
    readonly tiers?: readonly Tier[];
    readonly when?: Condition;
  }[];
  readonly description: string;
  /** Who the rule has business with; false is not_applicable, unknown is not_assessed. Absent: every subject of the kind. */
  readonly appliesTo?: Condition;
  /** Facts the rule reads, for explanation; the loader checks that they are the ones used. */
  readonly requires: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  readonly profiles: { readonly [profile in ProfileName]?: boolean | Readonly<Record<string, ParameterValue>> };
  readonly when?: Condition;
  readonly path?: PathSpec;
  readonly detect?: DetectSpec;
  /** Facts whose values tell two findings of one subject apart; usually empty. */
  readonly identity: readonly string[];
  /**
   * each: one finding a subject · group: one per org or app with members · measure: a figure, no finding · signal: a weak
   * detection that adds to the risk of its entity and is no finding by itself.
   */
  readonly report: 'each' | { readonly group: 'Org' | 'App' } | 'measure' | 'signal';
  readonly supersedes?: readonly string[];
  /** `{name}` is the subject's name, `{fact}` a fact's value, `{params.x}` a parameter. */
  readonly finding: { readonly title: string; readonly why: string; readonly evidence: readonly string[] };
  readonly references: readonly { readonly title: string; readonly url: string }[];
  readonly mappings: {
    readonly stig?: readonly string[];
    readonly nist?: readonly string[];
    readonly cis?: readonly string[];
    readonly attack?: readonly string[];
    readonly nhi?: readonly string[];
  };
  readonly blindSpots: string;
  readonly falsePositives: string;
  readonly triage: readonly string[];
  readonly remediation: { readonly text: string; readonly class: 'A' | 'P' | 'M'; readonly action?: string };
  readonly cases: readonly RuleCase[];
}

/**
 * Posture cases give facts; `{ unknown: [resource] }` stands for an unknown fact and `{ atLeast: v, missing: [resource] }` for a partly read
 * one. Path cases give a small graph instead.
 */
export interface RuleCase {
  readonly name: string;
  readonly expect: 'match' | 'clear' | 'not_assessed' | 'not_applicable';
  readonly params?: Readonly<Record<string, ParameterValue>>;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly graph?: {
    readonly nodes: readonly { readonly key: string; readonly props?: Record<string, unknown>; readonly tier?: Tier }[];
    readonly edges: readonly (readonly [src: string, kind: EdgeKind, dst: string])[];
    /** Resources not fully read; traversals through edges they give cannot prove absence. */
    readonly missing?: readonly string[];
    /** The start node judged. */
    readonly subject: string;
  };
  /**
   * Detection cases give events in the order in which they arrive, each as fields of an activity that differ from
   * `base`; `at` is `DAYdHH:MM[:SS]` (or minutes) since the case began, `times` repeats one every `every` minutes.
   */
  readonly base?: Readonly<Record<string, unknown>>;
  readonly events?: readonly Readonly<Record<string, unknown>>[];
  /** How many findings a match gives, of which entities; default: at least one. */
  readonly entities?: readonly string[];
  readonly severity?: Severity;
}

/**
 * A condition or the end of a path as text: equal where rules ask the same. A parameter of the same name may have another
 * value in another rule, so what reads one carries the values.
 */
export function textOfAsked(part: Condition | PathEnd, parameters: Readonly<Record<string, ParameterValue>>): string {
  const text = JSON.stringify(part);
  return text.includes('"params"') ? `${text} ${JSON.stringify(parameters)}` : text;
}
