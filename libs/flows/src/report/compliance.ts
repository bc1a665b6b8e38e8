import { SEVERITIES } from '@posture/domain';
import type { FindingStatus, RuleFile, Severity } from '@posture/domain';
import type { RuleResult } from '@posture/evaluations';
import { controlTitle, controlsOf } from './frameworks';
import type { Framework, FrameworkId } from './frameworks';
import type { ScanReport } from './scan-report';

/** Raised when a field of the document changes its meaning or goes; new fields do not raise it. */
export const COMPLIANCE_SCHEMA = 'posture.compliance/1';

/** From what wants attention to what does not. accepted: the risk is there, and somebody answers for it. */
export const CONTROL_STATES = ['fail', 'not_assessed', 'accepted', 'pass', 'not_applicable'] as const;
/** One of `CONTROL_STATES`. A control passes only when each of its rules was evaluated. */
export type ControlState = (typeof CONTROL_STATES)[number];

/** How a tenant stands to the controls of one framework, by the last completed scan. Instants are ISO 8601 in UTC. */
export interface ComplianceReport {
  readonly schema: typeof COMPLIANCE_SCHEMA;
  readonly framework: Framework;
  readonly connection: ScanReport['connection'];
  readonly scanId: string;
  readonly profile: string;
  readonly asOf: string;
  /** Controls by state. */
  readonly summary: Readonly<Record<ControlState, number>>;
  readonly controls: readonly ControlLine[];
}

/** One control with the rules that say something about it. */
export interface ControlLine {
  readonly control: string;
  /** What the framework calls it; null: it is known by its id. */
  readonly title: string | null;
  readonly state: ControlState;
  /** Those that decide first. */
  readonly rules: readonly ControlRule[];
}

/** What one rule says about a control. */
export interface ControlRule {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly state: ControlState;
  /** Present findings that nobody suppressed, and those somebody did; a rule that gives a figure counts its subjects. */
  readonly open: number;
  readonly accepted: number;
  /** Why it was not assessed, and what to do about it; empty otherwise. */
  readonly reasons: readonly string[];
}

/** What a scan says, as controls need it. */
export interface SaidOfRules {
  readonly profile: string;
  readonly results: readonly RuleResult[];
  /** Present ones the scan showed, as they now stand. */
  readonly findings: readonly { readonly rule: string; readonly status: FindingStatus }[];
}

/** Controls of a framework the rules name, in the framework's order. Rules that are off are not evaluated, and say so. */
export function controlLines(framework: FrameworkId, rules: readonly RuleFile[], said: SaidOfRules): ControlLine[] {
  const results = new Map(said.results.map((result) => [result.rule, result]));
  const byControl = new Map<string, ControlRule[]>();
  for (const file of rules) {
    const controls = controlsOf(file, framework);
    if (controls.length === 0) continue;
    const line = ruleLine(file, results.get(file.id), said);
    for (const control of controls) byControl.set(control, [...(byControl.get(control) ?? []), line]);
  }
  return [...byControl]
    .map(([control, lines]) => ({
      control,
      title: controlTitle(framework, control),
      state: stateOf(lines),
      rules: lines.sort(decidesFirst),
    }))
    .sort((a, b) => a.control.localeCompare(b.control, 'en', { numeric: true }));
}

/** How many controls are in which state. */
export function complianceSummary(controls: readonly ControlLine[]): Record<ControlState, number> {
  const summary = Object.fromEntries(CONTROL_STATES.map((state) => [state, 0])) as Record<ControlState, number>;
  for (const { state } of controls) summary[state] += 1;
  return summary;
}

/** One failing rule fails the control; then one that was not evaluated keeps it from passing. */
function stateOf(rules: readonly ControlRule[]): ControlState {
  return CONTROL_STATES.find((state) => rules.some((rule) => rule.state === state)) ?? 'not_assessed';
}

function ruleLine(file: RuleFile, result: RuleResult | undefined, { profile, findings }: SaidOfRules): ControlRule {
  const { id: rule, title, severity } = file;
  const base = { rule, title, severity, open: 0, accepted: 0, reasons: [] };
  if (result === undefined) return { ...base, state: 'not_assessed', reasons: [offReason(profile)] };
  const own = findings.filter((finding) => finding.rule === rule);
  const accepted = own.filter(({ status }) => status === 'suppressed').length;
  const open = result.measure ? result.counts.match : own.length - accepted;
  const counted = { ...base, open, accepted };
  if (open > 0) return { ...counted, state: 'fail' };
  // A finding that nobody could look at again still stands; so does a match whose finding is not to be seen here.
  if (result.verdict === 'match' && accepted === 0) return { ...counted, state: 'fail' };
  if (result.counts.not_assessed > 0 || result.reasons.length > 0)
    return { ...counted, state: 'not_assessed', reasons: reasonsOf(result) };
  if (accepted > 0) return { ...counted, state: 'accepted' };
  return { ...counted, state: result.verdict === 'clear' ? 'pass' : 'not_applicable' };
}

function offReason(profile: string): string {
  return `The rule is off in profile ${profile} of this scan; profile strict-gov or everything, or its own setting, turns it on.`;
}

function reasonsOf({ reasons }: RuleResult): string[] {
  return [
    ...new Set(reasons.map(({ reason, missing }) => (missing === null ? reason : `${reason} Grant ${missing}.`))),
  ];
}

function decidesFirst(a: ControlRule, b: ControlRule): number {
  const state = CONTROL_STATES.indexOf(a.state) - CONTROL_STATES.indexOf(b.state);
  if (state !== 0) return state;
  const severity = SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
  return severity === 0 ? (a.rule < b.rule ? -1 : 1) : severity;
}
