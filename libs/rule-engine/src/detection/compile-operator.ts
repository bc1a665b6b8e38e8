import type { Condition, DetectSpec, DetectionPattern, NumberOrParameter } from '@posture/domain';
import { leavesOf } from '../condition';
import type { ResolvedRule } from '../resolve-rules';
import type { Operator } from './entry';
import type { SelectingCondition } from './question';
import { windowDemands } from './window-demands';
import { each } from './operators/each';
import { firstSeenOperator } from './operators/first-seen';
import { PAIR_FIELDS, pairOperator } from './operators/pair';
import { rateOperator } from './operators/rate';
import { sequenceOperator } from './operators/sequence';
import { windowOperator } from './operators/window';
import type { CompiledMeasure } from './operators/window';
import { MINUTE } from './spans';

/** The rule a pattern is compiled for, with its parameters' values in. */
export interface Making {
  readonly rule: ResolvedRule;
  readonly spec: DetectSpec;
  readonly number: (value: NumberOrParameter) => number;
  readonly condition: (when: Condition) => SelectingCondition;
}

export interface MadeOperator {
  readonly operator: Operator<unknown>;
  readonly keeps: readonly string[];
  readonly narrowing: readonly Condition[];
}

/** The bit of a pattern's only narrowing. */
const NARROWED = 1 << 1;

export function operatorOf(
  pattern: DetectionPattern,
  isOneEntity: boolean,
  { rule, number, condition }: Making,
): MadeOperator {
  const { window, sequence, firstSeen, rate, pair } = pattern;
  if (window !== undefined) {
    const named = Object.entries(window.measures);
    const narrowing = [...named.flatMap(([, { of }]) => of ?? []), ...(window.of === undefined ? [] : [window.of])];
    let bit = 0;
    const measures = named.map(([name, spec]): CompiledMeasure => {
      if (spec.of !== undefined) bit += 1;
      const band = spec.measure === 'bandShare' ? { from: number(spec.from), to: number(spec.to) } : { from: 0, to: 0 };
      return {
        name,
        measure: spec.measure,
        field: 'field' in spec ? spec.field : '',
        fit: spec.of === undefined ? 0 : 1 << bit,
        lengthMs: spec.minutes === undefined ? Number.POSITIVE_INFINITY : number(spec.minutes) * MINUTE,
        ...band,
      };
    });
    const keeps = measures.flatMap(({ field }) => (field === '' ? [] : [field]));
    const operator = windowOperator(
      number(window.minutes),
      measures,
      condition(window.when),
      windowDemands(window.when, measures, rule.parameters),
      isOneEntity,
      window.of === undefined ? 0 : 1 << narrowing.length,
    );
    return { operator, keeps, narrowing };
  }
  if (sequence !== undefined) {
    const steps = sequence.steps.map((step, at) => ({
      name: step.name,
      fit: 1 << at,
      atLeast: step.atLeast === undefined ? 1 : number(step.atLeast),
      absent: step.absent === true,
      differs: step.differs ?? [],
      same: step.same ?? [],
      sameAs: Object.entries(step.sameAs ?? {}),
    }));
    const keeps = steps.flatMap(({ differs, same, sameAs }) => [...differs, ...same, ...sameAs.flat()]);
    return {
      operator: sequenceOperator(number(sequence.minutes), steps),
      keeps,

      narrowing: [],
    };
  }
  if (firstSeen !== undefined) {
    const { fields, days, learnDays, of } = firstSeen;
    const operator = firstSeenOperator(fields, number(days), number(learnDays), of === undefined ? 0 : NARROWED);
    return { operator, keeps: fields, narrowing: of === undefined ? [] : [of] };
  }
  if (rate !== undefined) {
    const compiled = {
      per: rate.per,
      distinct: rate.distinct ?? null,
      baselineDays: number(rate.baselineDays),
      learnDays: number(rate.learnDays),
      z: number(rate.z),
      atLeast: number(rate.atLeast),
      spread: rate.spread?.fields ?? [],
      spreadZ: rate.spread === undefined ? 0 : number(rate.spread.z),
      fit: rate.of === undefined ? 0 : NARROWED,
    };
    const operator = rateOperator(compiled, isOneEntity);
    const fields = [...(rate.distinct === undefined ? [] : [rate.distinct]), ...compiled.spread];
    return { operator, keeps: fields, narrowing: rate.of === undefined ? [] : [rate.of] };
  }
  if (pair !== undefined) {
    const operator = pairOperator({
      minutes: number(pair.minutes),
      against: pair.against,
      accuracyKm: pair.accuracyKm === undefined ? 0 : number(pair.accuracyKm),
      fields: fieldsOfPair(pair.when),
      when: condition(pair.when),
      fit: pair.of === undefined ? 0 : NARROWED,
    });
    return { operator, keeps: PAIR_FIELDS, narrowing: pair.of === undefined ? [] : [pair.of] };
  }
  return { operator: each as Operator<unknown>, keeps: [], narrowing: [] };
}

const FIELDS_OF_PAIR_FACT: Readonly<Record<string, readonly string[]>> = {
  km: ['lat', 'lon'],
  kmPerHour: ['lat', 'lon'],
  sameIp: ['srcIp'],
  sameAsn: ['asn'],
  sameCountry: ['country'],
  sameDeviceToken: ['deviceToken'],
  sameUserAgent: ['userAgent'],
  sameOs: ['os'],
  sameBrowser: ['browser'],
  userAgentSimilarity: ['userAgent'],
};

/** @returns null when of two earlier events that are alike the older one may fit although the later does not */
function fieldsOfPair(when: Condition): string[] | null {
  const leaves = leavesOf(when);
  const isTimed = leaves.some(
    ({ leaf: { fact, operator }, negated }) =>
      fact === 'minutesApart' || (fact === 'kmPerHour' && (negated || !operator.startsWith('greaterThan'))),
  );
  if (isTimed) return null;
  return [...new Set(leaves.flatMap(({ leaf }) => FIELDS_OF_PAIR_FACT[leaf.fact] ?? []))].sort();
}
