import fc from 'fast-check';
import { AtLeast, DERIVED_FACTS, EVENT_FACTS, Unknown } from '@posture/domain';
import type { Condition, FactNeed, FactSpec, FactValue, Facts, ProfileName, RuleFile } from '@posture/domain';
import { loadProviders } from '@posture/flows';
import { resolveRules } from '@posture/rule-engine';
import { SHIPPED } from '../../libs/flows/src/providers';
import { leavesOf } from '../../libs/rule-engine/src/condition';
import { FALSE, TRUE, compileCondition } from '../../libs/rule-engine/src/compile-condition';
import { derivedOf } from '../../libs/rule-engine/src/detection/derived-facts';
import { verdictOf } from '../../libs/rule-engine/src/rule-judge';
import { oracleTruth, oracleVerdict } from '../support/oracle';

const OKTA = SHIPPED.find(({ provider }) => provider === 'okta')!;
const RUNS_PER_RULE = 60;
const RUNS_PER_CONDITION = 40;
const TEXTS = ['Prod (AWS)', 'Lawson', 'aws2', 'awsx aws', 'idle: 15 → 0', 'lifetime: 120 → 0', 'Lifetime 0'];
const NEEDS: FactNeed[] = [{ resource: 'users', parent: '' }];

/** Values the rule compares with: random facts that never meet them would only ever be clear. */
function operandsOf(condition: Condition | undefined, parameters: Readonly<Record<string, unknown>>): unknown[] {
  if (condition === undefined) return [];
  if ('all' in condition) return condition.all.flatMap((part) => operandsOf(part, parameters));
  if ('any' in condition) return condition.any.flatMap((part) => operandsOf(part, parameters));
  if ('not' in condition) return operandsOf(condition.not, parameters);
  const { value } = condition;
  const plain =
    typeof value === 'object' && value !== null && 'fact' in value ? parameters[value.path.replace('$.', '')] : value;
  return Array.isArray(plain) ? plain : [plain];
}

function factArbitrary(spec: FactSpec, operands: readonly unknown[]): fc.Arbitrary<FactValue> {
  const numbers = operands.filter((item) => typeof item === 'number');
  const strings = [...operands.filter((item) => typeof item === 'string'), 'OTHER'];
  const number = fc.oneof(
    fc.integer({ min: -5, max: 400 }),
    fc.constantFrom(...[0, ...numbers].flatMap((item) => [item - 1, item, item + 0.5, item + 1])),
  );
  const list = fc.subarray(strings);
  const plain: Record<FactSpec['type'], fc.Arbitrary<FactValue>> = {
    boolean: fc.boolean(),
    number,
    string: fc.constantFrom(...strings),
    list,
  };
  const partly: fc.Arbitrary<FactValue>[] =
    spec.type === 'number'
      ? [number.map((value) => new AtLeast(value, NEEDS))]
      : spec.type === 'list'
        ? [list.map((value) => new AtLeast(value, NEEDS))]
        : [];
  return fc.oneof(
    { weight: 6, arbitrary: plain[spec.type] },
    // Null is tried for every fact: what the schema promises, a real tenant may break.
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant(new Unknown(NEEDS)) },
    ...partly.map((arbitrary) => ({ weight: 2, arbitrary })),
  );
}

/** Names of all facts the rule's conditions read, and of those that tell its findings apart. */
function factsReadBy(file: RuleFile): string[] {
  const conditions = [file.appliesTo, file.when, ...(file.severityWhen ?? []).map((entry) => entry.when)];
  const names = conditions.flatMap((condition) =>
    condition === undefined ? [] : leavesOf(condition).map(({ leaf }) => leaf.fact),
  );
  return [...new Set([...names, ...file.identity])].sort();
}

function factsArbitrary(rule: RuleFile, parameters: Readonly<Record<string, unknown>>): fc.Arbitrary<Facts> {
  const operands = [...operandsOf(rule.appliesTo, parameters), ...operandsOf(rule.when, parameters)];
  const schema = OKTA.vocabulary.facts[rule.subject] ?? {};
  return fc.record(Object.fromEntries(factsReadBy(rule).map((name) => [name, factArbitrary(schema[name]!, operands)])));
}

/** Every condition below: of patterns, steps, measures and severities. */
function conditionsIn(value: unknown): Condition[] {
  if (Array.isArray(value)) return value.flatMap(conditionsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    (name === 'when' || name === 'of') && part !== undefined ? [part as Condition] : conditionsIn(part),
  );
}

const FIGURE: FactSpec = { type: 'number', means: '', source: '', needs: [] };

function eventArbitrary(condition: Condition, parameters: Readonly<Record<string, unknown>>): fc.Arbitrary<Facts> {
  const operands = operandsOf(condition, parameters);
  const names = [...new Set(leavesOf(condition).map(({ leaf }) => leaf.fact))];
  const isDetail = (name: string): boolean => name.startsWith('details.');
  const facts = names
    .filter((name) => !isDetail(name) && !Object.hasOwn(DERIVED_FACTS, name))
    .map((name) => [name, factArbitrary(EVENT_FACTS[name] ?? FIGURE, operands)] as const);
  const texts = fc.constantFrom(...operands.filter((one) => typeof one === 'string'), 'OTHER', 'a longer text');
  const details = names.filter(isDetail).map((name) => [name.slice('details.'.length), texts] as const);
  const logins = fc.constantFrom(null, 'ada', 'ada@acme.example', ...domains(operands));
  return fc.record({
    at: fc.integer({ min: 0, max: 4e12 }),
    actorLogin: logins,
    ...Object.fromEntries(facts),
    details: fc.record(Object.fromEntries(details), { requiredKeys: [] }),
  }) as unknown as fc.Arbitrary<Facts>;
}

function domains(operands: readonly unknown[]): string[] {
  return operands.flatMap((one) => (typeof one === 'string' ? [`somebody@${one}`] : []));
}

describe('Compiled rules and json-rules-engine', () => {
  it('agree on every condition of each shipped detection', async () => {
    const rules = resolveRules((await loadProviders()).rulesOf(OKTA.provider), 'everything');
    const detections = rules.filter(({ file }) => file.kind === 'detection');

    for (const { file, parameters } of detections) {
      for (const condition of conditionsIn([file.detect, file.severityWhen])) {
        const { judge } = compileCondition(condition, parameters);
        await fc.assert(
          fc.asyncProperty(eventArbitrary(condition, parameters), async (facts) => {
            const truth = judge(facts);

            expect({ rule: file.id, holds: truth === TRUE ? true : truth === FALSE ? false : null }).toEqual({
              rule: file.id,
              holds: await oracleTruth(condition, { ...facts, ...derivedOf(facts) }, parameters),
            });
          }),
          { numRuns: RUNS_PER_CONDITION },
        );
      }
    }
    expect(detections.length).toBeGreaterThan(0);
  });

  it.each<ProfileName>(['everything', 'strict-gov'])(
    'agree on the verdict of each shipped rule under %s',
    async (profile) => {
      const rules = (await loadProviders()).rulesOf(OKTA.provider);
      const posture = resolveRules(rules, profile).filter(({ file }) => file.when !== undefined);

      for (const rule of posture) {
        await fc.assert(
          fc.asyncProperty(factsArbitrary(rule.file, rule.parameters), async (facts) => {
            const oracle = await oracleVerdict(rule.file, facts, rule.parameters);

            expect({ rule: rule.file.id, verdict: verdictOf(rule, facts) }).toEqual({
              rule: rule.file.id,
              verdict: oracle,
            });
          }),
          { numRuns: RUNS_PER_RULE },
        );
      }
      expect(posture.length).toBeGreaterThan(0);
    },
  );

  it('agree on conditions nobody has written yet', async () => {
    const spec: Record<string, FactSpec> = {
      n: { type: 'number', means: '', source: '', needs: [] },
      s: { type: 'string', means: '', source: '', needs: [] },
      l: { type: 'list', means: '', source: '', needs: [] },
      t: { type: 'list', means: '', source: '', needs: [] },
      b: { type: 'boolean', means: '', source: '', needs: [] },
    };
    const leaf = fc.oneof(
      fc.record({
        fact: fc.constant('n'),
        operator: fc.constantFrom(
          'equal',
          'notEqual',
          'lessThan',
          'lessThanInclusive',
          'greaterThan',
          'greaterThanInclusive',
        ),
        value: fc.integer({ min: 0, max: 4 }),
      }),
      fc.record({
        fact: fc.constantFrom('n', 's'),
        operator: fc.constantFrom('in', 'notIn'),
        value: fc.subarray<number | string>([1, 2, 3, 'A', 'B']),
      }),
      fc.record({
        fact: fc.constantFrom('s', 'b', 'n'),
        operator: fc.constantFrom('equal', 'notEqual'),
        value: fc.constantFrom(null, 'A', true, 2),
      }),
      fc.record({
        fact: fc.constant('l'),
        operator: fc.constantFrom('contains', 'doesNotContain'),
        value: fc.constantFrom('A', 'B'),
      }),
      fc.record({
        fact: fc.constant('l'),
        operator: fc.constantFrom('containsAny', 'containsAll'),
        value: fc.subarray(['A', 'B', 'C']),
      }),
      fc.record({
        fact: fc.constantFrom('s', 't'),
        operator: fc.constantFrom('textContains', 'startsWith', 'hasWord'),
        value: fc.constantFrom('aws', 'lifetime 0', 'A'),
      }),
      fc.record({
        fact: fc.constantFrom('s', 't'),
        operator: fc.constantFrom('textContainsAny', 'textContainsAll', 'startsWithAny', 'hasWordAny'),
        value: fc.subarray(['aws', 'lifetime', '→ 0', 'B']),
      }),
    );
    const { condition } = fc.letrec<{ condition: unknown }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        leaf,
        fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie('condition') }),
      ),
    }));
    const facts = fc.record(
      Object.fromEntries(
        Object.entries(spec).map(([name, one]) => [
          name,
          factArbitrary(one, [1, 2, 3, ...(name === 't' ? TEXTS : ['A', 'B', 'C'])]),
        ]),
      ),
    );

    await fc.assert(
      fc.asyncProperty(condition, condition, facts, async (appliesTo, when, given) => {
        const file = { id: 'any-rule', identity: [], parameters: {}, appliesTo, when } as unknown as RuleFile;
        const compiled = verdictOf({ file, parameters: {}, path: null }, given);

        expect(compiled).toBe(await oracleVerdict(file, given, {}));
      }),
      { numRuns: 1500 },
    );
  });
});
