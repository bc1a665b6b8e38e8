import { createHash } from 'node:crypto';
import { SEVERITIES } from '@posture/domain';
import type { CauseEdge, Change, EdgeKind, Evaluation, Severity } from '@posture/domain';
import type { Finding } from '@posture/findings';
import type { ResolvedRule } from '@posture/rule-engine';
import { outcomeOf } from './outcome';
import type { Claim, Outcome } from './outcome';
import { simulate } from './simulate';
import type { World } from './simulate';

/** So many changes are tried, those that most risk hangs on first. */
const TRIED = 40;
const SHOWN = 10;
/** A group of more members is not mended one by one. */
const FEW_MEMBERS = 50;

/** A change that was tried by itself, with what came of it. */
export interface TriedChange {
  readonly id: string;
  readonly change: Change;
  readonly outcome: Outcome;
}

/** A change in its place among others. */
export interface RankedFix extends TriedChange {
  /** Fingerprints of what it closes after the changes before it, and no earlier one did. */
  readonly takes: readonly string[];
  /** Findings that it and those before it leave, new ones included, by severity. */
  readonly leaves: Readonly<Record<Severity, number>>;
}

interface Candidate {
  readonly id: string;
  readonly change: Change;
  /** Of the findings it was proposed for. */
  weight: number;
}

/** The same act on the same object has the same id in every scan. */
export function changeId({ action, object, parts }: Change): string {
  return createHash('sha256')
    .update(JSON.stringify([action, object, ...parts]))
    .digest('hex')
    .slice(0, 16);
}

/** Tries what could be done about the findings on the version they were found in, and ranks it. @param findings open ones */
export async function rankFixes(
  world: World,
  rules: readonly ResolvedRule[],
  findings: readonly Finding[],
): Promise<RankedFix[]> {
  const byFingerprint = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  const tried: TriedChange[] = [];
  for (const { id, change } of candidatesOf(world, rules, findings).slice(0, TRIED)) {
    const outcome = known(outcomeOf(rules, world, await simulate(world, rules, change)), byFingerprint);
    tried.push({ id, change, outcome });
  }
  return ranked(world, rules, tried, byFingerprint);
}

/** What closes nothing by itself is no fix, and what opens more than it closes neither. */
async function ranked(
  world: World,
  rules: readonly ResolvedRule[],
  tried: readonly TriedChange[],
  byFingerprint: ReadonlyMap<string, Finding>,
): Promise<RankedFix[]> {
  const waiting = tried
    .map((each) => ({ each, outcome: each.outcome, gain: gainOf(each.outcome, byFingerprint), after: 0 }))
    .filter(({ outcome, gain }) => outcome.closes.length > 0 && gain > 0);
  const fixes: RankedFix[] = [];
  const moved = new Set<string>();
  let present = world;
  while (fixes.length < SHOWN && waiting.length > 0) {
    waiting.sort((a, b) => b.gain - a.gain || sizeOf(a.each) - sizeOf(b.each) || (a.each.id < b.each.id ? -1 : 1));
    const best = waiting[0]!;
    const next = await simulate(present, rules, best.each.change);
    // Others may have closed it, or another path; what none of them touched counts as it did alone.
    if (best.after < fixes.length && touches(best.outcome, moved)) {
      best.after = fixes.length;
      best.outcome = known(outcomeOf(rules, present, next), byFingerprint);
      best.gain = gainOf(best.outcome, byFingerprint);
      if (best.gain <= 0) waiting.shift();
      continue;
    }
    present = next;
    waiting.shift();
    const left = outcomeOf(rules, world, present);
    const taken = new Set(fixes.flatMap(({ takes }) => takes));
    const takes = best.outcome.closes.filter((fingerprint) => !taken.has(fingerprint));
    fixes.push({ ...best.each, takes, leaves: leftOf(left, byFingerprint) });
    for (const fingerprint of touchedBy(best.outcome)) moved.add(fingerprint);
  }
  return fixes;
}

function touches(outcome: Outcome, moved: ReadonlySet<string>): boolean {
  return touchedBy(outcome).some((fingerprint) => moved.has(fingerprint));
}

function touchedBy({ closes, reroutes }: Outcome): string[] {
  return [...closes, ...reroutes.map(({ fingerprint }) => fingerprint)];
}

/** What was found and nobody has as a finding, such as a suppressed one, closes nothing. */
function known(outcome: Outcome, findings: ReadonlyMap<string, Finding>): Outcome {
  return {
    closes: outcome.closes.filter((fingerprint) => findings.has(fingerprint)),
    reroutes: outcome.reroutes.filter(({ fingerprint }) => findings.has(fingerprint)),
    opens: outcome.opens,
  };
}

function candidatesOf(world: World, rules: readonly ResolvedRule[], findings: readonly Finding[]): Candidate[] {
  const { model } = world.context.provider;
  const byRule = new Map(rules.map((rule) => [rule.file.id, rule]));
  const causes = findings.flatMap((finding) => {
    const rule = byRule.get(finding.rule);
    if (rule === undefined || finding.severity === 'informational') return [];
    const matches = matchesOf(finding, rule, world);
    return matches.length > FEW_MEMBERS
      ? []
      : matches.map((match) => ({ match, rule, weight: weightOf(finding) / matches.length }));
  });
  const weights = new Map<string, number>();
  const proposed = causes.flatMap(({ match, rule, weight }) => {
    const subject = world.context.view.indexOf(match.subject.key);
    if (subject < 0) return [];
    const action = rule.file.remediation.action ?? null;
    const changes = model.fixes.propose(world.context, { action, subject, path: pathOf(match) });
    return changes.map((change) => ({ change, weight }));
  });
  const joined = model.fixes.join(proposed.map(({ change }) => change));
  for (const { change, weight } of proposed) {
    const within = joined.filter(
      ({ action, object, parts }) =>
        action === change.action && object === change.object && change.parts.every((part) => parts.includes(part)),
    );
    for (const each of within) weights.set(changeId(each), (weights.get(changeId(each)) ?? 0) + weight);
  }
  return joined
    .map((change) => ({ id: changeId(change), change, weight: weights.get(changeId(change)) ?? 0 }))
    .sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
}

/** What the finding rests on: its own match, or those of its members. */
function matchesOf({ subject }: Finding, { file }: ResolvedRule, { matches }: World): Evaluation[] {
  const found = matches.get(file.id) ?? new Map<string, Evaluation>();
  const own = found.get(subject.key);
  if (file.report === 'each') return own === undefined ? [] : [own];
  return [...found.values()].filter((match) => (match.parent ?? match.subject).key === subject.key);
}

function pathOf({ evidence }: Evaluation): CauseEdge[] {
  return evidence.path.map(({ kind, from, to, props }) => ({
    kind: kind as EdgeKind,
    src: from.key,
    dst: to.key,
    props,
  }));
}

function gainOf({ closes, opens }: Outcome, findings: ReadonlyMap<string, Finding>): number {
  const closed = closes.reduce((sum, fingerprint) => sum + weightOf(findings.get(fingerprint)!), 0);
  return closed - opens.reduce((sum, claim) => sum + weightOf(claim), 0);
}

/** A critical outweighs any number of lows that share a root with it. What was never a finding has no score yet. */
function weightOf(finding: Pick<Claim, 'severity'> & Partial<Pick<Finding, 'score'>>): number {
  const { severity, score = 25 * SEVERITIES.indexOf(severity) } = finding;
  return score + 100 * Math.max(0, SEVERITIES.indexOf(severity) - 2);
}

/** Of two that do the same the smaller one comes first. */
function sizeOf({ change, outcome }: TriedChange): number {
  return change.parts.length + outcome.opens.length;
}

function leftOf({ closes, opens }: Outcome, findings: ReadonlyMap<string, Finding>): RankedFix['leaves'] {
  const gone = new Set(closes);
  const left = [...findings.values()].filter(({ fingerprint }) => !gone.has(fingerprint));
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const { severity } of [...left, ...opens]) counts[severity] += 1;
  return counts;
}
