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

/** One thing to look at first, with the findings that share it. */
export interface Fix {
  /** The root, what the rule of the worst finding says to do about it, and which rules else found something there. */
  readonly title: string;
  /** The subject that the findings are about or hang on. */
  readonly root: SubjectRef;
  /** Ids of the findings it concerns, worst first. That its remedy ends them all has not been tried. */
  readonly concerns: readonly string[];
  /** Distinct subjects of those findings. */
  readonly subjects: readonly SubjectRef[];
  readonly worst: FixableFinding;
}

/**
 * Root causes, the one with most risk upon it first. Each finding is counted for one fix only: the candidate root (its
 * subject, or what its subject hangs on) that carries most open risk, chosen greedily.
 *
 * No edge of a path is a root: which of them a company can do without no rule can tell, and some of them are ordinary
 * access or a protection.
 *
 * @param limit how many fixes to return
 */
export function rankFixes(findings: readonly FixableFinding[], limit: number): Fix[] {
  const candidates = candidateRoots(findings);
  const open = new Set(findings);
  const fixes: Fix[] = [];
  while (fixes.length < limit && open.size > 0) {
    let best: { root: SubjectRef; concerns: FixableFinding[]; weight: number; id: string } | null = null;
    for (const [id, { root, covers }] of candidates) {
      const concerns = covers.filter((finding) => open.has(finding));
      if (concerns.length === 0) {
        candidates.delete(id);
        continue;
      }
      const weight = concerns.reduce((sum, finding) => sum + weightOf(finding), 0);
      if (best === null || weight > best.weight || (weight === best.weight && id < best.id)) {
        best = { root, concerns, weight, id };
      }
    }
    if (best === null) break;
    for (const finding of best.concerns) open.delete(finding);
    fixes.push(toFix(best.root, best.concerns));
  }
  return fixes;
}

function candidateRoots(
  findings: readonly FixableFinding[],
): Map<string, { root: SubjectRef; covers: FixableFinding[] }> {
  const roots = new Map<string, { root: SubjectRef; covers: FixableFinding[] }>();
  for (const finding of findings) {
    for (const root of [finding.subject, finding.owner]) {
      const id = rootId(root, finding);
      const entry = roots.get(id) ?? { root, covers: [] };
      if (!entry.covers.includes(finding)) entry.covers.push(finding);
      roots.set(id, entry);
    }
  }
  return roots;
}

/**
 * Findings of one user or application have one root; nothing mends "the org": each of its findings is another setting, or
 * another group of its people.
 */
function rootId(subject: SubjectRef, { rule }: FixableFinding): string {
  return subject.kind === 'Org' ? `${subject.key}:${rule}` : subject.key;
}

/** A critical outweighs any number of lows that share a root with it. */
function weightOf(finding: FixableFinding): number {
  return finding.score + 100 * Math.max(0, SEVERITIES.indexOf(finding.severity) - 2);
}

function toFix(root: SubjectRef, concerns: readonly FixableFinding[]): Fix {
  const sorted = [...concerns].sort(
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
    title: titleOf(root, sorted),
    root,
    concerns: sorted.map(({ id }) => id),
    subjects: [...subjects.values()],
    worst,
  };
}

/** A remedy stands beside the rule it is of: what other rules found there may need another. */
function titleOf(root: SubjectRef, [worst, ...rest]: readonly FixableFinding[]): string {
  const { rule, remedy } = worst!;
  const others = [...new Set(rest.map((finding) => finding.rule))].filter((other) => other !== rule);
  const also = others.length === 0 ? '' : `; see also ${others.join(', ')}`;
  return `${root.kind} ${root.name ?? root.externalId}: ${remedy} (${rule}${also})`;
}
