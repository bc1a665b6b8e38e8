import type { EvidenceEdge, Evaluation, Severity, SubjectRef } from '@posture/domain';
import { fingerprintOf } from '@posture/findings';
import { renderGroup, resourcesOf } from '@posture/rule-engine';
import type { ResolvedRule } from '@posture/rule-engine';
import type { Matches, World } from './simulate';

/** A finding as a judgement would make it. */
export interface Claim {
  readonly fingerprint: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly subject: SubjectRef;
}

/** What would become of findings. */
export interface Outcome {
  /** Fingerprints of those that a scan would see gone. */
  readonly closes: readonly string[];
  /** Those that would still be found, by another path. */
  readonly reroutes: readonly { readonly fingerprint: string; readonly path: readonly EvidenceEdge[] }[];
  readonly opens: readonly Claim[];
}

/** What one world has found otherwise than the other. */
export function outcomeOf(rules: readonly ResolvedRule[], before: World, after: World): Outcome {
  const closes: string[] = [];
  const reroutes: Outcome['reroutes'][number][] = [];
  const opens: Claim[] = [];
  for (const rule of rules) {
    const { id, report } = rule.file;
    const [old, now] = [before.matches.get(id), after.matches.get(id)];
    if (old === undefined || now === undefined || old === now || report === 'measure') continue;
    const [was, is] = [claimsOf(rule, old, now), claimsOf(rule, now, old)];
    const gone = was.filter((claim) => !is.some(({ fingerprint }) => fingerprint === claim.fingerprint));
    closes.push(...gone.filter((claim) => isClear(rule, claim, after)).map(({ fingerprint }) => fingerprint));
    opens.push(...is.filter((claim) => !was.some(({ fingerprint }) => fingerprint === claim.fingerprint)));
    if (rule.path !== null) reroutes.push(...otherPaths(rule, old, now));
  }
  return { closes, reroutes, opens };
}

/** Findings of which something may differ: single ones that the other does not have, groups of any member. */
function claimsOf(rule: ResolvedRule, matches: Matches, others: Matches): Claim[] {
  const { id, report } = rule.file;
  if (report === 'each') {
    return [...matches.values()]
      .filter((match) => others.get(match.subject.key) === undefined)
      .map((match) => claimOf(match, match.subject, match.title));
  }
  const groups = new Map<string, { readonly parent: SubjectRef; readonly worst: Evaluation; count: number }>();
  for (const match of matches.values()) {
    const parent = match.parent ?? match.subject;
    const known = groups.get(parent.key);
    if (known === undefined) groups.set(parent.key, { parent, worst: match, count: 1 });
    else known.count += 1;
  }
  return [...groups.values()].map(({ parent, worst, count }) => ({
    ...claimOf(worst, parent, renderGroup(rule, parent, count).title),
    fingerprint: fingerprintOf(id, parent.key, []),
  }));
}

function claimOf({ rule, severity, identity, subject: own }: Evaluation, subject: SubjectRef, title: string): Claim {
  return { fingerprint: fingerprintOf(rule, own.key, identity), rule, severity, title, subject };
}

/**
 * Whether the next scan would say so: not where something was not assessed, and, of a subject that is still there, not where
 * the log has a say, which two scans have to agree on.
 */
function isClear({ file }: ResolvedRule, { subject }: Claim, after: World): boolean {
  const unassessed = after.notAssessed.get(file.id);
  if (unassessed?.has(subject.key) === true) return false;
  const { view, provider } = after.context;
  if (view.indexOf(subject.key) < 0) return true;
  if (resourcesOf(file, provider.vocabulary).includes(provider.activity.resource)) return false;
  return file.report === 'each' || (!after.unsure.has(file.id) && (unassessed?.size ?? 0) === 0);
}

function otherPaths({ file }: ResolvedRule, old: Matches, now: Matches): Outcome['reroutes'][number][] {
  return [...now.values()].flatMap((match) => {
    const was = old.get(match.subject.key);
    if (was === undefined || pathText(was) === pathText(match)) return [];
    const fingerprint = fingerprintOf(file.id, match.subject.key, match.identity);
    return [{ fingerprint, path: match.evidence.path }];
  });
}

export function pathText({ evidence }: Pick<Evaluation, 'evidence'>): string {
  return evidence.path.map(({ kind, from, to }) => `${from.key} ${kind} ${to.key}`).join(', ');
}
