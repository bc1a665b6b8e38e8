import type { FactNeed } from '@posture/domain';
import type { CoverageLine, JudgedActivity, RuleOutcome } from '@posture/evaluations';
import { lackOf } from '@posture/rule-engine';
import type { CompiledDetection } from '@posture/rule-engine';

/** What a scan says of what happened. */
export interface SaidActivity {
  readonly judged: JudgedActivity;
  /** Whether some of it was read for this scan. */
  readonly isNewlyRead: boolean;
  /** How well the log was read. */
  readonly coverage: CoverageLine;
  readonly outcomes: readonly RuleOutcome[];
}

/** What is known of how a log was judged. */
export interface HowJudged {
  /** Of the log. */
  readonly coverage: CoverageLine;
  /** Findings that stand, by rule. */
  readonly findings: ReadonlyMap<string, number>;
  /** Types of the events that were seen. */
  readonly seenTypes: Iterable<string>;
  /** By rule, what could not be known of events. */
  readonly unknown: Readonly<Record<string, readonly FactNeed[]>>;
}

const UNREAD = 'The log was not read.';

/** What one detection says: a log that was not read, or not all that was asked of it, says nothing about what is not found. */
export function outcomeOfDetection(detection: CompiledDetection, how: HowJudged): RuleOutcome {
  const { id, title, severity } = detection.rule.file;
  const { coverage, findings, seenTypes, unknown } = how;
  const match = findings.get(id) ?? 0;
  const { resource } = coverage;
  const lack = lackOf(detection, seenTypes);
  const isRead = coverage.state === 'complete' || coverage.state === 'partial';
  const reasons = [
    ...(coverage.state === 'complete'
      ? []
      : [{ resource, reason: coverage.reason ?? UNREAD, missing: coverage.missing, subjects: 0 }]),
    ...(lack === null || !isRead
      ? []
      : [{ resource, reason: lack, missing: null, subjects: 0, isOptional: true as const }]),
    ...(unknown[id] ?? []).map(({ resource: of, reason }) => ({
      ...{ resource: of, missing: null, subjects: 0 },
      reason: reason ?? `The list ${of} was not read to its end when the event came in.`,
    })),
  ];
  const isOpen = reasons.length > 0;
  const counts = {
    match,
    clear: !isOpen && match === 0 ? 1 : 0,
    not_assessed: isOpen ? 1 : 0,
    not_applicable: 0,
  };
  return { rule: id, title, severity, measure: false, counts, reasons };
}
