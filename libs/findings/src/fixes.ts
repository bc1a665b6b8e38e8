import type { EvidenceEdge, Severity, SubjectRef } from '@posture/domain';
import { SEVERITIES } from '@posture/domain';

/** What `rankFixes` needs to know of a finding. */
export interface FixableFinding {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly score: number;
  readonly subject: SubjectRef;
  /** What the subject hangs on: a token's owner, a secret's application, an assignment's holder. Itself when nothing. */
  readonly owner: SubjectRef;
  readonly path: readonly EvidenceEdge[];
  /** What to do about it, from the rule. */
  readonly remedy: string;
}

/** One change that closes several findings. */
export interface Fix {
  readonly title: string;
  /** The subject or setting to change, or the edge whose removal cuts the paths. */
  readonly root: FixRoot;
  /** Ids of the findings it closes, worst first. */
  readonly closes: readonly string[];
  /** Distinct subjects of those findings. */
  readonly subjects: readonly SubjectRef[];
  readonly worst: FixableFinding;
}

export type FixRoot =
  { readonly type: 'subject'; readonly subject: SubjectRef } | { readonly type: 'edge'; readonly edge: EvidenceEdge };

/**
 * Root causes, the one that takes most risk away first. Each finding is counted for one fix only: the candidate root
 * (its subject, what its subject hangs on, or an edge its path crosses) that covers most open risk, chosen greedily.
 *
 * @param limit how many fixes to return
 */
export function rankFixes(findings: readonly FixableFinding[], limit: number): Fix[] {
  const candidates = candidateRoots(findings);
  const open = new Set(findings);
  const fixes: Fix[] = [];
  while (fixes.length < limit && open.size > 0) {
    let best: { root: FixRoot; closes: FixableFinding[]; weight: number; id: string } | null = null;
    for (const [id, { root, covers }] of candidates) {
      const closes = covers.filter((finding) => open.has(finding));
      if (closes.length === 0) {
        candidates.delete(id);
        continue;
      }
      const weight = closes.reduce((sum, finding) => sum + weightOf(finding), 0);
      if (best === null || weight > best.weight || (weight === best.weight && id < best.id)) {
        best = { root, closes, weight, id };
      }
    }
    if (best === null) break;
    for (const finding of best.closes) open.delete(finding);
    fixes.push(toFix(best.root, best.closes));
  }
  return fixes;
}

function candidateRoots(findings: readonly FixableFinding[]): Map<string, { root: FixRoot; covers: FixableFinding[] }> {
  const roots = new Map<string, { root: FixRoot; covers: FixableFinding[] }>();
  const add = (id: string, root: FixRoot, finding: FixableFinding) => {
    const entry = roots.get(id) ?? { root, covers: [] };
    if (!entry.covers.includes(finding)) entry.covers.push(finding);
    roots.set(id, entry);
  };
  for (const finding of findings) {
    for (const subject of [finding.subject, finding.owner]) {
      add(subjectRootId(subject, finding), { type: 'subject', subject }, finding);
    }
    for (const edge of finding.path)
      add(`e:${edge.kind}:${edge.from.key}:${edge.to.key}`, { type: 'edge', edge }, finding);
  }
  return roots;
}

/**
 * One change mends a user or an application; nothing mends "the org": each of its findings is another setting, or
 * another group of its people.
 */
function subjectRootId(subject: SubjectRef, { rule }: FixableFinding): string {
  return subject.kind === 'Org' ? `s:${subject.key}:${rule}` : `s:${subject.key}`;
}

/** A critical outweighs any number of lows a fix might sweep up with it. */
function weightOf(finding: FixableFinding): number {
  return finding.score + 100 * Math.max(0, SEVERITIES.indexOf(finding.severity) - 2);
}

function toFix(root: FixRoot, closes: readonly FixableFinding[]): Fix {
  const sorted = [...closes].sort(
    (a, b) =>
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
      b.score - a.score ||
      // Among equals the one that can show how it is used says more.
      Number(b.path.length > 0) - Number(a.path.length > 0) ||
      (a.id < b.id ? -1 : 1),
  );
  const worst = sorted[0]!;
  const subjects = new Map(sorted.map((finding) => [finding.subject.key, finding.subject]));
  return {
    title: titleOf(root, worst),
    root,
    closes: sorted.map(({ id }) => id),
    subjects: [...subjects.values()],
    worst,
  };
}

function titleOf(root: FixRoot, worst: FixableFinding): string {
  if (root.type === 'subject') return `${nameOf(root.subject)}: ${worst.remedy}`;
  const { edge } = root;
  return `Cut ${edge.kind} from ${nameOf(edge.from)} to ${nameOf(edge.to)}: ${worst.remedy}`;
}

function nameOf(subject: SubjectRef): string {
  return `${subject.kind} ${subject.name ?? subject.externalId}`;
}
