import type { RuleFile, Severity, SubjectRef, Tuning } from '@posture/domain';
import type { EvaluationStore } from '@posture/evaluations';
import type { ConnectionStore } from '@posture/inventory';
import type { ResolvedRule, TuningStore } from '@posture/rule-engine';
import { tunedRules } from '@posture/rule-engine';
import { digestOf } from '../bulk';
import type { EvaluateFlow } from '../evaluate.flow';
import type { Graphs, VersionView } from '../graphs';
import { judge, subjectOfKey } from '../judge';
import type { JudgedRule } from '../judge';
import type { Providers } from '../providers';
import type { Profile } from '../scan-input';
import { stateRules } from './tuned-connection';

/** So many subjects are named for each way a rule changes. */
const SAMPLES = 5;

/** What a change of tuning would do to what is known now. Subjects are counted, as a rule counts them. */
export interface RulePreview {
  readonly profile: string;
  /** Of the inventory it was judged by. */
  readonly version: number;
  /** ISO 8601. */
  readonly asOf: string;
  /** Over all rules: matches that are none now, matches that would go, and subjects that could not be assessed any more. */
  readonly more: number;
  readonly fewer: number;
  readonly notAssessed: number;
  /** Rules the change makes say something else, those with most of it first. */
  readonly rules: readonly PreviewedRule[];
  /** Rules the change concerns that one version cannot answer for, and how to see what it does to them. */
  readonly notPreviewed: readonly { readonly rule: string; readonly reason: string }[];
}

export interface PreviewedRule {
  readonly rule: string;
  readonly title: string;
  readonly change: 'on' | 'off' | 'changed';
  /** Null while it is off. */
  readonly severity: { readonly before: Severity | null; readonly after: Severity | null };
  readonly matches: { readonly before: number; readonly after: number };
  readonly more: Difference;
  readonly fewer: Difference;
  readonly notAssessed: Difference;
}

/** How many, and the first few of them by key. */
export interface Difference {
  readonly count: number;
  readonly samples: readonly SubjectRef[];
}

/** Two ways one rule would judge; null: it is off. */
interface BothWays {
  readonly id: string;
  readonly before: ResolvedRule | null;
  readonly after: ResolvedRule | null;
}

/** Tries a change of tuning on the published version. Nothing of it is kept. */
export class RulePreviews {
  constructor(
    private readonly evaluation: EvaluateFlow,
    private readonly evaluations: EvaluationStore,
    private readonly connections: ConnectionStore,
    private readonly tunings: TuningStore,
    private readonly graphs: Graphs,
    private readonly providers: Providers,
  ) {}

  /**
   * By the profile of the last scan.
   * @param after what the change would leave, checked
   * @throws {DomainError} `connection.not_found`, `inventory.empty`
   */
  async of(connectionId: string, after: Tuning): Promise<RulePreview> {
    const connection = await this.connections.get(connectionId);
    const provider = this.providers.get(connection.provider);
    const profile = ((await this.evaluations.lastProfile(connectionId)) as Profile | null) ?? 'default';
    const { tuning: before } = await this.tunings.current(connectionId);
    const { view } = await this.graphs.published(connectionId);
    return previewOf({
      files: this.providers.rulesOf(connection.provider),
      profile,
      before,
      after,
      look: ({ classification }) => this.evaluation.look(provider, connectionId, view.version, classification),
    });
  }
}

/** A change of tuning, and how the tenant looks by either. */
export interface TriedTuning {
  readonly files: readonly RuleFile[];
  readonly profile: Profile;
  readonly before: Tuning;
  readonly after: Tuning;
  look(tuning: Tuning): Promise<VersionView>;
}

/** Rules that say the same either way are not judged. */
export async function previewOf({ files, profile, before, after, look }: TriedTuning): Promise<RulePreview> {
  const then = await look(before);
  const { mapperSchema } = then.provider;
  const pairs = differing(stateRules(files, profile, before), stateRules(files, profile, after), mapperSchema);
  const isSameTenant = JSON.stringify(before.classification) === JSON.stringify(after.classification);
  const now = isSameTenant ? then : await look(after);
  // Facts that are the same either way are computed once.
  const [left, right] = isSameTenant
    ? judgedTogether(pairs, then)
    : [judgedApart(pairs, 'before', then), judgedApart(pairs, 'after', now)];
  const rules = pairs.map((pair) => compare(pair, left.get(pair.id), right.get(pair.id), now)).filter(saysOtherwise);
  const total = (part: 'more' | 'fewer' | 'notAssessed') => rules.reduce((sum, rule) => sum + rule[part].count, 0);
  return {
    profile,
    version: then.view.version,
    asOf: then.asOf.toISOString(),
    more: total('more'),
    fewer: total('fewer'),
    notAssessed: total('notAssessed'),
    rules: rules.sort((a, b) => weightOf(b) - weightOf(a) || (a.rule < b.rule ? -1 : 1)),
    notPreviewed: detectionsOf(tunedRules(files, profile, before), tunedRules(files, profile, after)),
  };
}

type ByRule = ReadonlyMap<string, JudgedRule>;

function differing(before: readonly ResolvedRule[], after: readonly ResolvedRule[], mapperSchema: number): BothWays[] {
  const [then, now] = [before, after].map((rules) => new Map(rules.map((rule) => [rule.file.id, rule])));
  const text = (rule: ResolvedRule | undefined) => (rule === undefined ? null : digestOf(rule, mapperSchema));
  return [...new Set([...then!.keys(), ...now!.keys()])]
    .filter((id) => text(then!.get(id)) !== text(now!.get(id)))
    .sort()
    .map((id) => ({ id, before: then!.get(id) ?? null, after: now!.get(id) ?? null }));
}

function judgedTogether(pairs: readonly BothWays[], context: VersionView): [ByRule, ByRule] {
  const given = (way: 'before' | 'after') => pairs.flatMap((pair) => pair[way] ?? []);
  const [left, right] = [given('before'), given('after')];
  const sides = new Map([...left.map((rule) => [rule, 0] as const), ...right.map((rule) => [rule, 1] as const)]);
  const found: [Map<string, JudgedRule>, Map<string, JudgedRule>] = [new Map(), new Map()];
  for (const judged of judge([...left, ...right], context))
    found[sides.get(judged.rule)!].set(judged.rule.file.id, judged);
  return found;
}

function judgedApart(pairs: readonly BothWays[], way: 'before' | 'after', context: VersionView): ByRule {
  const rules = pairs.flatMap((pair) => pair[way] ?? []);
  return new Map(judge(rules, context).map((judged) => [judged.rule.file.id, judged]));
}

function compare(
  { id, before, after }: BothWays,
  then: JudgedRule | undefined,
  now: JudgedRule | undefined,
  context: VersionView,
): PreviewedRule {
  const [left, right] = [matchesOf(then), matchesOf(now)];
  const newly = (all: Iterable<string>, known: { has(key: string): boolean }) =>
    [...all].filter((key) => !known.has(key));
  const named = (keys: readonly string[]): Difference => ({
    count: keys.length,
    samples: [...keys]
      .sort()
      .slice(0, SAMPLES)
      .map((key) => right.get(key) ?? left.get(key) ?? subjectOfKey(context, key)),
  });
  return {
    rule: id,
    title: (after ?? before)!.file.title,
    change: before === null ? 'on' : after === null ? 'off' : 'changed',
    severity: { before: before?.file.severity ?? null, after: after?.file.severity ?? null },
    matches: { before: left.size, after: right.size },
    more: named(newly(right.keys(), left)),
    fewer: named(newly(left.keys(), right)),
    notAssessed: named(newly(now?.notAssessed ?? [], then?.notAssessed ?? new Set())),
  };
}

function matchesOf(judged: JudgedRule | undefined): Map<string, SubjectRef> {
  return new Map((judged?.matches ?? []).map(({ subject }) => [subject.key as string, subject]));
}

function saysOtherwise({ more, fewer, notAssessed, severity, change }: PreviewedRule): boolean {
  return change !== 'changed' || more.count + fewer.count + notAssessed.count > 0 || severity.before !== severity.after;
}

function weightOf({ more, fewer, notAssessed }: PreviewedRule): number {
  return more.count + fewer.count + notAssessed.count;
}

function detectionsOf(before: readonly ResolvedRule[], after: readonly ResolvedRule[]): RulePreview['notPreviewed'] {
  const text = (rules: readonly ResolvedRule[]) =>
    new Map(
      rules
        .filter(({ file }) => file.kind === 'detection')
        .map(({ file, parameters }) => [file.id, JSON.stringify([file.severity, parameters])]),
    );
  const [then, now] = [text(before), text(after)];
  const reason = 'It judges what happens: `posture replay`, or POST /connections/{id}/replays, tries it on the log.';
  return [...new Set([...then.keys(), ...now.keys()])]
    .filter((id) => then.get(id) !== now.get(id))
    .sort()
    .map((rule) => ({ rule, reason }));
}
