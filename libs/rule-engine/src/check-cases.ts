import { EDGE_KINDS, NODE_KINDS } from '@posture/domain';
import type { ConditionLeaf, FactSchema, RuleCase, RuleFile, RuleVocabulary, Verdict } from '@posture/domain';
import { caseFactFault, factsOfCase, resourceFault } from './case-facts';
import { leavesOf, parameterNameOf } from './condition';
import type { PlacedLeaf } from './condition';
import { checkDetectionCases } from './detection/detection-cases';
import { verdictOf } from './rule-judge';
import type { Reporter } from './reporter';
import { parameterFault, resolveRule } from './resolve-rules';
import type { ResolvedRule } from './resolve-rules';

export type CaseGraph = NonNullable<RuleCase['graph']>;

/** Judges a path rule's case on its small graph; given by whoever can walk graphs. The rule's path has its values. */
export type RunPathCase = (rule: ResolvedRule, graph: CaseGraph) => Verdict;

/** How many cases were judged, and how many path cases could not be for want of a traversal. */
export interface CaseCount {
  judged: number;
  skipped: number;
}

/** Judges each case and demands the three verdicts and the boundary. The rule itself must be sound. */
export function checkCases(
  rule: RuleFile,
  vocabulary: RuleVocabulary,
  runPathCase: RunPathCase | null,
  report: Reporter,
): CaseCount {
  if (rule.kind === 'detection') return { judged: checkDetectionCases(rule, report), skipped: 0 };
  const count: CaseCount = { judged: 0, skipped: 0 };
  const names = new Set<string>();
  let isSound = true;
  const fault: Reporter = (path, message, remedy) => {
    isSound = false;
    report(path, message, remedy);
  };
  rule.cases.forEach((one, index) => {
    if (names.has(one.name)) fault(['cases', index, 'name'], 'another case has the same name', 'Say how they differ');
    names.add(one.name);
    isSound = true;
    checkInput(rule, vocabulary, one, index, fault);
    if (!isSound) return;
    const verdict = judge(rule, schemaOf(rule, vocabulary), one, runPathCase, index, fault);
    if (verdict === null) count.skipped += 1;
    else count.judged += 1;
    if (verdict === null || verdict === one.expect) return;
    fault(['cases', index], `"${one.name}" gives ${verdict}, not ${one.expect}`, 'Correct the case or the rule');
  });
  for (const verdict of ['match', 'clear', 'not_assessed'] as const) {
    if (rule.cases.some((one) => one.expect === verdict)) continue;
    report(['cases'], `no case expects ${verdict}`, `Add one`);
  }
  checkBoundary(rule, report);
  return count;
}

function judge(
  rule: RuleFile,
  schema: FactSchema,
  one: RuleCase,
  runPathCase: RunPathCase | null,
  index: number,
  report: Reporter,
): Verdict | null {
  const resolved = resolveRule(rule, one.params);
  if (one.graph === undefined) return verdictOf(resolved, factsOfCase(one.facts ?? {}, schema));
  if (runPathCase === null) return null;
  try {
    return runPathCase(resolved, one.graph);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    report(['cases', index, 'graph'], `the graph cannot be walked: ${message}`, 'Correct the graph');
    return null;
  }
}

function schemaOf(rule: RuleFile, { facts }: RuleVocabulary): FactSchema {
  return facts[rule.subject] ?? {};
}

function checkInput(rule: RuleFile, vocabulary: RuleVocabulary, one: RuleCase, index: number, report: Reporter): void {
  const field = ['cases', index];
  for (const [name, value] of Object.entries(one.params ?? {})) {
    const fault = parameterFault(rule.parameters, name, value);
    if (fault !== null) report([...field, 'params', name], fault.message, fault.remedy);
  }
  if (rule.kind === 'path' && one.graph === undefined) {
    report([...field, 'facts'], 'a path rule is judged on a graph', 'Give `graph` instead of `facts`');
  }
  if (rule.kind === 'posture' && one.graph !== undefined) {
    report([...field, 'graph'], 'a posture rule is judged on facts', 'Give `facts` instead of `graph`');
  }
  const schema = schemaOf(rule, vocabulary);
  for (const [name, value] of Object.entries(one.facts ?? {})) {
    const spec = Object.hasOwn(schema, name) ? schema[name] : undefined;
    if (spec === undefined) {
      report([...field, 'facts', name], `it is no fact of ${rule.subject}`, 'Correct the name or remove it');
      continue;
    }
    const fault = caseFactFault(value, spec, vocabulary.resources);
    if (fault !== null) report([...field, 'facts', name], fault.message, fault.remedy);
  }
  if (one.graph !== undefined) checkGraph(one.graph, vocabulary, [...field, 'graph'], report);
}

function checkGraph(
  graph: CaseGraph,
  { resources }: RuleVocabulary,
  field: readonly (string | number)[],
  report: Reporter,
): void {
  const keys = new Set(graph.nodes.map((node) => node.key));
  graph.nodes.forEach(({ key }, index) => {
    if (Object.hasOwn(NODE_KINDS, kindOf(key))) return;
    report([...field, 'nodes', index, 'key'], `"${kindOf(key)}" is no kind of node`, 'Correct the key');
  });
  if (keys.size < graph.nodes.length) report([...field, 'nodes'], 'two nodes have the same key', 'Rename one');
  if (!keys.has(graph.subject)) report([...field, 'subject'], `${graph.subject} is no node of the graph`, 'Add it');
  graph.edges.forEach(([source, kind, target], index) => {
    const place = [...field, 'edges', index];
    const end = [source, target].find((key) => !keys.has(key));
    if (end !== undefined) report(place, `${end} is no node of the graph`, 'Add it to `nodes`');
    if (!Object.hasOwn(EDGE_KINDS, kind)) {
      report(place, `"${kind}" is no kind of edge`, 'Correct the kind');
      return;
    }
    const spec: { readonly from: readonly string[]; readonly to: readonly string[] } = EDGE_KINDS[kind];
    if (spec.from.includes(kindOf(source)) && spec.to.includes(kindOf(target))) return;
    report(place, `${kind} does not lead from ${kindOf(source)} to ${kindOf(target)}`, 'Correct the edge');
  });
  graph.missing?.forEach((resource, index) => {
    const fault = resourceFault(resource, resources);
    if (fault !== null) report([...field, 'missing', index], fault.message, fault.remedy);
  });
}

/** A clear verdict far from the limit proves little; each limit needs one that sits at it. */
function checkBoundary(rule: RuleFile, report: Reporter): void {
  if (!rule.cases.some((one) => one.expect === 'match') || !rule.cases.some((one) => one.expect === 'clear')) return;
  const limits = [...limitLeaves(rule, 'when'), ...limitLeaves(rule, 'appliesTo')];
  for (const limit of limits) {
    if (rule.cases.some((one) => isAtLimit(rule, one, limit))) continue;
    const { leaf, verdicts } = limit;
    const name = parameterNameOf(leaf.value) ?? '';
    report(
      ['cases'],
      `no ${verdicts.join(' or ')} case sits at the limit ${name} of ${leaf.fact}`,
      `Add one with ${leaf.fact} ${isExact(limit) ? 'equal to' : 'at most 1 away from'} the limit`,
    );
  }
  // How far a graph is from a match has no measure as plain as a fact's; its cases are left to their author.
  if (rule.kind === 'posture' && limits.length === 0 && !hasNearMiss(rule)) {
    report(['cases'], 'no clear case differs from a match in just one fact', 'Add the near miss');
  }
}

interface Limit extends PlacedLeaf {
  readonly verdicts: readonly Verdict[];
}

function limitLeaves(rule: RuleFile, field: 'when' | 'appliesTo'): Limit[] {
  const condition = rule[field];
  if (condition === undefined) return [];
  return leavesOf(condition)
    .filter(({ leaf }) => isComparison(leaf) && parameterNameOf(leaf.value) !== null)
    .map((placed) => ({ ...placed, verdicts: field === 'when' ? ['clear'] : ['not_applicable', 'clear'] }));
}

function isComparison(leaf: ConditionLeaf): boolean {
  return leaf.operator.startsWith('lessThan') || leaf.operator.startsWith('greaterThan');
}

/** A strict comparison is clear exactly at its limit; an inclusive one, or a negated strict one, just beside it. */
function isExact({ leaf, negated }: PlacedLeaf): boolean {
  return leaf.operator.endsWith('Inclusive') === negated;
}

function isAtLimit(rule: RuleFile, one: RuleCase, limit: Limit): boolean {
  if (!limit.verdicts.includes(one.expect)) return false;
  const name = parameterNameOf(limit.leaf.value) ?? '';
  const bound = one.params?.[name] ?? rule.parameters[name]?.default;
  const value = one.facts?.[limit.leaf.fact];
  if (typeof bound !== 'number' || typeof value !== 'number') return false;
  return Math.abs(value - bound) <= (isExact(limit) ? 0 : 1);
}

/** A changed fact counts as one taken and one given. */
const ONE_CHANGE = 2;

function hasNearMiss(rule: RuleFile): boolean {
  const clear = rule.cases.filter((one) => one.expect === 'clear').map(piecesOf);
  const matches = rule.cases.filter((one) => one.expect === 'match').map(piecesOf);
  return clear.some((a) => matches.some((b) => differences(a, b) <= ONE_CHANGE));
}

function piecesOf(one: RuleCase): Set<string> {
  const facts = Object.entries({ ...one.facts, ...prefixed(one.params ?? {}) });
  return new Set(facts.map((fact) => JSON.stringify(fact)));
}

function prefixed(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [`params.${name}`, value]));
}

function differences(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((piece) => !b.has(piece)).length + [...b].filter((piece) => !a.has(piece)).length;
}

function kindOf(key: string): string {
  return key.slice(0, key.indexOf(':'));
}
