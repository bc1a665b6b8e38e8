import type { ScanReport } from '@posture/flows';
import type { Manifest } from '../../apps/sandbox/src/org/org';

/** What is in one list and not in the other, one readable line each. */
export interface ManifestDifference {
  /** Implied by the scenario, not found. */
  readonly missed: readonly string[];
  /** Found, implied by nothing: a decoy that matched, or a plant that says too little. */
  readonly unexpected: readonly string[];
}

/** Compares both directions: each finding by rule and subject, each group finding by its members. */
export function differenceFromManifest(report: ScanReport, manifest: Manifest): ManifestDifference {
  const names = new Map<string, string>();
  const implied = new Map<string, string>();
  for (const { rule, subject, parent, plant } of manifest.findings) {
    implied.set(lineKey(rule, subject, parent), plant);
    names.set(lineKey(rule, subject, parent), subject.name ?? subject.externalId);
  }
  const decoys = new Map(
    manifest.decoys.flatMap(({ name, nearMissOf, ids }) => ids.map((id) => [`${nearMissOf} ${id}`, name])),
  );
  const found = new Map<string, string>();
  for (const finding of report.findings) {
    const members = finding.members.length === 0 ? [finding.subject] : finding.members;
    const parent = finding.members.length === 0 ? null : finding.subject;
    for (const member of members) {
      const key = lineKey(finding.rule, member, parent);
      const decoy = decoys.get(`${finding.rule} ${member.externalId}`);
      const facts = finding.evidence.facts.map(({ fact, value }) => `${fact}=${JSON.stringify(value)}`).join(' ');
      const path = finding.evidence.path.map(({ kind, from, to }) => `${from.name} ${kind} ${to.name}`).join(', ');
      found.set(
        key,
        `${member.name ?? ''}${decoy === undefined ? '' : ` (decoy "${decoy}")`} ${parent === null ? `${facts}${path}` : ''}`,
      );
    }
  }
  return {
    missed: [...implied]
      .filter(([key]) => !found.has(key))
      .map(([key, plant]) => `${key} ${names.get(key)} (plant "${plant}")`),
    unexpected: [...found].filter(([key]) => !implied.has(key)).map(([key, text]) => `${key} ${text}`.trim()),
  };
}

type Subject = { readonly kind: string; readonly externalId: string };

function lineKey(rule: string, subject: Subject, parent: Subject | null): string {
  return `${rule} ${subject.kind}:${subject.externalId}${parent === null ? '' : ` of ${parent.kind}:${parent.externalId}`}`;
}
