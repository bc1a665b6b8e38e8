import { readFileSync } from 'node:fs';
import { DomainError } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { exitCodeOf, newFindings, parseBaseline, refuseOtherTenant } from '@posture/flows';
import type { Baseline, ScanReport } from '@posture/flows';
import { note } from './output/say';

/** So many new findings are told one by one. */
const TOLD = 20;

export interface BaselineOptions {
  readonly baseline?: string;
  readonly failOnNew?: Severity;
}

/** An earlier scan a new one is held against. */
export interface HeldBaseline {
  /** Tells what is new, and what that means to a pipeline. */
  exitCodeOf(report: ScanReport): number;
}

/**
 * Read before the tenant is. @returns null when none was asked for
 * @throws {DomainError} `baseline.unreadable`, `baseline.other_tenant`, `baseline.incomplete`
 */
export function openBaseline(
  { baseline: file, failOnNew: bar }: BaselineOptions,
  tenant: Baseline['connection'],
): HeldBaseline | null {
  if (file === undefined && bar === undefined) return null;
  if (file === undefined || bar === undefined) {
    const [given, lacking] = file === undefined ? ['--fail-on-new', '--baseline'] : ['--baseline', '--fail-on-new'];
    throw new DomainError('baseline.incomplete', 'invalid', `"${given}" says nothing without "${lacking}".`, {
      field: lacking,
      remedy: 'Give both: what was known, and from which severity on something new counts.',
    });
  }
  const baseline = parseBaseline(readBaseline(file), file);
  refuseOtherTenant(baseline, tenant, file);
  return {
    exitCodeOf(report) {
      if (baseline.profile !== report.profile)
        note(
          `The baseline is of profile ${baseline.profile}: what other rules of ${report.profile} find counts as new.`,
        );
      const found = newFindings(report, baseline);
      note(`New since the baseline of ${baseline.asOf.slice(0, 16)}Z: ${found.length}`);
      for (const { severity, title, rule } of found.slice(0, TOLD)) note(`  ${severity.padEnd(13)} ${title} (${rule})`);
      if (found.length > TOLD) note(`  … and ${found.length - TOLD} more`);
      return exitCodeOf({ findings: found, notAssessed: report.notAssessed }, bar);
    },
  };
}

function readBaseline(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new DomainError('baseline.unreadable', 'invalid', `The baseline ${file} cannot be read.`, {
      field: '--baseline',
      remedy: 'Give a file that exists; `posture scan --write-baseline FILE` writes the first one.',
      cause,
    });
  }
}
