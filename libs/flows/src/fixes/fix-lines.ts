import { SEVERITIES } from '@posture/domain';
import type { EvidenceEdge, NodeKey } from '@posture/domain';
import type { FixLine, FixSubject, TriedFix } from '@posture/evaluations';
import type { Finding } from '@posture/findings';
import type { VersionView } from '../graphs';
import { subjectOfKey } from '../judge';
import { reported } from '../report/scan-documents';
import type { RankedFix, TriedChange } from './rank-fixes';

const SHOWN_LOSSES = 100;

/** Fixes as a scan keeps them. @param findings those they were tried for @param orgUrl of the tenant */
export function fixLines(
  fixes: readonly RankedFix[],
  findings: readonly Finding[],
  context: VersionView,
  orgUrl: string,
): FixLine[] {
  const byFingerprint = byFingerprintOf(findings);
  return fixes.map((fix) => {
    const concerned = worstFirst(fix.takes, byFingerprint);
    const worst = concerned[0]!;
    const tried = triedFix(fix, findings, context, orgUrl);
    const subjects = new Map(concerned.map(({ subject }) => [subject.key, subject]));
    return {
      ...tried,
      root: tried.change.object,
      concerns: concerned.map(({ id }) => id),
      worst: { rule: worst.rule, severity: worst.severity, path: pathNames(worst.evidence.path) },
      subjects: [...subjects.values()].map(reported),
      leaves: fix.leaves,
    };
  });
}

/** One change in words, with what it would make of the findings. */
export function triedFix(
  { id, change, outcome }: TriedChange,
  findings: readonly Finding[],
  context: VersionView,
  orgUrl: string,
): TriedFix {
  const byFingerprint = byFingerprintOf(findings);
  const { title, steps, page, losses } = context.provider.model.fixes.words(context, change);
  const shown = (key: NodeKey): FixSubject => reported(subjectOfKey(context, key));
  return {
    id,
    title,
    change: { action: change.action, object: shown(change.object), parts: change.parts.map(shown) },
    steps,
    link: new URL(page, orgUrl).href,
    closes: worstFirst(outcome.closes, byFingerprint).map((finding) => finding.id),
    reroutes: outcome.reroutes.map(({ fingerprint, path }) => ({
      finding: byFingerprint.get(fingerprint)!.id,
      path: pathNames(path),
    })),
    opens: outcome.opens.map(({ rule, severity, title, subject }) => ({
      ...{ rule, severity, title },
      subject: reported(subject),
    })),
    affects: losses.slice(0, SHOWN_LOSSES).map(({ subject, loses }) => ({ subject: shown(subject), loses })),
    affected: losses.length,
  };
}

function byFingerprintOf(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  return new Map(findings.map((finding) => [finding.fingerprint, finding]));
}

function worstFirst(fingerprints: readonly string[], findings: ReadonlyMap<string, Finding>): Finding[] {
  return fingerprints
    .map((fingerprint) => findings.get(fingerprint)!)
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
        b.score - a.score ||
        // Among equals the one that can show how it is used says more.
        Number(b.evidence.path.length > 0) - Number(a.evidence.path.length > 0) ||
        (a.id < b.id ? -1 : 1),
    );
}

/** `ada`, `OWNS admins`, `SUPER_ADMIN_OF Acme`. */
function pathNames(path: readonly EvidenceEdge[]): string[] {
  const nameOf = ({ name, externalId }: EvidenceEdge['from']) => name ?? externalId;
  const [first] = path;
  return first === undefined ? [] : [nameOf(first.from), ...path.map((edge) => `${edge.kind} ${nameOf(edge.to)}`)];
}
