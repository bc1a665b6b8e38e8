import { csvLine } from '../finding-export/csv';
import type { ComplianceReport } from './compliance';

const HEAD = [
  'control',
  'control_title',
  'control_state',
  'rule',
  'rule_title',
  'rule_state',
  'severity',
  'open',
  'accepted',
  'why_not_assessed',
];

/** One row a control and rule, for spreadsheets and governance tools. */
export function complianceCsv({ controls }: Pick<ComplianceReport, 'controls'>): string {
  const rows = controls.flatMap(({ control, title, state, rules }) =>
    rules.map((rule) => [
      control,
      title,
      state,
      rule.rule,
      rule.title,
      rule.state,
      rule.severity,
      rule.open,
      rule.accepted,
      rule.reasons.join(' '),
    ]),
  );
  return [HEAD, ...rows].map(csvLine).join('').trimEnd();
}
