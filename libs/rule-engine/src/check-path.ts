import { EDGE_KINDS, NODE_KINDS } from '@posture/domain';
import type { PathEnd, PathSpec, PathStep, RuleFile } from '@posture/domain';
import { parameterNameOf } from './condition';
import type { Reporter } from './reporter';
import type { FieldPath } from './rule-text';

/** Kinds exist, steps can be walked in the graph schema, filters compare what they can. */
export function checkPath(rule: RuleFile, path: PathSpec, report: Reporter): void {
  checkEnd(rule, path.from, ['path', 'from'], report);
  if (!path.from.kinds.includes(rule.subject)) {
    report(['path', 'from', 'kinds'], `the path does not start at the subject ${rule.subject}`, `Add ${rule.subject}`);
  }
  let reached: readonly string[] = path.from.kinds;
  path.steps.forEach((step, index) => {
    const field = ['path', 'steps', index];
    checkEnd(rule, step.to, [...field, 'to'], report);
    checkStep(step, reached, field, report);
    reached = (step.min ?? 1) === 0 ? [...reached, ...step.to.kinds] : step.to.kinds;
  });
}

function checkEnd(rule: RuleFile, end: PathEnd, field: FieldPath, report: Reporter): void {
  end.kinds.forEach((kind, index) => {
    if (Object.hasOwn(NODE_KINDS, kind)) return;
    report([...field, 'kinds', index], `"${kind}" is no kind of node`, 'Use a kind of libs/domain/src/graph-schema.ts');
  });
  end.when?.forEach((filter, index) => {
    const place = [...field, 'when', index];
    const name = parameterNameOf(filter.value);
    const spec = name !== null && Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
    if (name !== null && spec === undefined) {
      report([...place, 'value'], `the rule has no parameter "${name}"`, 'Declare it under `parameters`');
      return;
    }
    const value = spec === undefined ? filter.value : spec.default;
    const takesList = filter.operator === 'in' || filter.operator === 'notIn' || filter.operator === 'containsAny';
    if (takesList !== Array.isArray(value)) {
      const wanted = takesList ? 'a list' : 'one value';
      report([...place, 'value'], `${filter.operator} compares with ${wanted}`, `Give ${wanted}`);
    }
  });
}

function checkStep(step: PathStep, reached: readonly string[], field: FieldPath, report: Reporter): void {
  if ((step.min ?? 1) > (step.max ?? 1)) {
    report([...field, 'min'], 'the step repeats at least more often than at most', 'Raise `max` or lower `min`');
  }
  if (step.kinds === 'traversable') return;
  const isRepeated = (step.max ?? 1) > 1;
  const starts = isRepeated ? [...reached, ...step.to.kinds] : reached;
  step.kinds.forEach((kind, index) => {
    const place = [...field, 'kinds', index];
    if (!Object.hasOwn(EDGE_KINDS, kind)) {
      report(place, `"${kind}" is no kind of edge`, 'Use a kind of libs/domain/src/graph-schema.ts');
      return;
    }
    const spec = EDGE_KINDS[kind];
    const isOut = (step.direction ?? 'out') === 'out';
    const tails: readonly string[] = isOut ? spec.from : spec.to;
    const heads: readonly string[] = isOut ? spec.to : spec.from;
    const arrives = isRepeated || heads.some((head) => (step.to.kinds as readonly string[]).includes(head));
    if (starts.some((start) => tails.includes(start)) && arrives) return;
    const from = starts.join(' or ');
    const to = step.to.kinds.join(' or ');
    report(
      place,
      `no ${kind} edge leads from ${from} to ${to}`,
      `${kind} leads from ${tails.join(', ')} to ${heads.join(', ')}`,
    );
  });
}
