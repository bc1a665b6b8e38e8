import type { RuleFile } from '@posture/domain';
import type { ScanReport } from '@posture/flows';
import type { Manifest } from '../../apps/sandbox/src/org/org';
import { differenceFromManifest } from './manifest-difference';

/** A scan of an org that says itself what is to be found there. */
export interface ProvenScan {
  readonly report: ScanReport;
  readonly manifest: Manifest;
}

/** What one rule found in simulated orgs, against what their manifests imply. Subjects are counted, not findings. */
export interface RuleProof {
  readonly rule: string;
  readonly planted: number;
  readonly matched: number;
  /** Decoys: subjects made to look like the risk without being it. */
  readonly nearMisses: number;
  /** Subjects judged clear where nothing is wrong. */
  readonly quiet: number;
  /** Matched, and implied by nothing. */
  readonly unexpected: number;
}

/** @param quiet of an org with nothing to find, by a profile that has every rule */
export function ruleProofs(
  rules: readonly RuleFile[],
  planted: readonly ProvenScan[],
  quiet: ProvenScan,
): readonly RuleProof[] {
  const scans = [...planted, quiet];
  const differences = scans.map(({ report, manifest }) => differenceFromManifest(report, manifest));
  const ofRule = (lines: readonly string[], id: string) => lines.filter((line) => line.startsWith(`${id} `)).length;
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return rules.map(({ id, report: grain }) => {
    const nearMisses = scans.flatMap(({ manifest }) => manifest.decoys.filter(({ nearMissOf }) => nearMissOf === id));
    const implied = scans.map(
      ({ manifest }) =>
        (grain === 'measure' ? manifest.measures : manifest.findings).filter(({ rule }) => rule === id).length,
    );
    const counted = scans.map(({ report }) => report.rules.find(({ rule }) => rule === id)?.match ?? 0);
    // Whom a measure counts is not in the document; how many is.
    const beyond = counted.map((count, at) => count - implied[at]!);
    const unexpected =
      grain === 'measure'
        ? beyond.map((count) => Math.max(0, count))
        : differences.map((each) => ofRule(each.unexpected, id));
    const missed =
      grain === 'measure'
        ? beyond.map((count) => Math.max(0, -count))
        : differences.map((each) => ofRule(each.missed, id));
    return {
      rule: id,
      planted: sum(implied),
      matched: sum(implied) - sum(missed),
      nearMisses: sum(nearMisses.map(({ ids }) => ids.length)),
      quiet: quiet.report.rules.find(({ rule }) => rule === id)?.clear ?? 0,
      unexpected: sum(unexpected),
    };
  });
}

/** Text of `docs/reference/rule-proof.md`. */
export function renderRuleProofs(proofs: readonly RuleProof[]): string {
  const total = (of: Exclude<keyof RuleProof, 'rule'>) => proofs.reduce((sum, proof) => sum + proof[of], 0);
  const row = (name: string, of: (column: Exclude<keyof RuleProof, 'rule'>) => number) =>
    `| ${[name, of('planted'), of('matched'), of('nearMisses'), of('quiet'), of('unexpected')].join(' | ')} |`;
  return [
    '# What the rules find, and what they do not',
    '',
    'Written by `npm run docs:proof`, which scans simulated orgs; do not edit. `test/e2e/manifest-org.e2e.spec.ts` measures it anew at',
    'every run, and fails when a figure differs, when a planted risk is missed or when anything unexpected is found.',
    '',
    'Counted are subjects: those in which the orgs `manifest`, `bare` and `sourced` have the risk by their own account (*planted*), those of',
    'them the rule matched (*matched*), those made to look like it without being it (*near misses*), those of the org `quiet`, where nothing is',
    'wrong, that were judged clear (*quiet*), and those matched anywhere that no org accounts for (*unexpected*). The orgs are made up:',
    'that a tenant of flesh and blood holds no surprise does not follow; each rule says when it may be wrong in [the catalogue](rules.md).',
    '',
    '| Rule | Planted | Matched | Near misses | Quiet | Unexpected |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...proofs.map((proof) => row(`[\`${proof.rule}\`](rules.md#${proof.rule})`, (column) => proof[column])),
    row(`**${proofs.length} rules**`, total),
    '',
  ].join('\n');
}
