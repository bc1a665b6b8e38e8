import { SEVERITIES } from '@posture/domain';
import { explainRule, listRules } from './describe-rules';
import type { ExplainedParameter, RuleBook, RuleExplanation } from './describe-rules';

/** The text of docs/reference/rules.md: a table of all rules, then a section each. Equal rules give equal text. */
export function renderRuleCatalogue(books: readonly RuleBook[]): string {
  const rules = listRules(books);
  const lines = [
    '# Rules',
    '',
    '<!-- Generated from rules/. Do not edit. -->',
    '',
    `${rules.length} rules: ${[...SEVERITIES]
      .reverse()
      .map((severity) => `${rules.filter((rule) => rule.severity === severity).length} ${severity}`)
      .join(', ')}.`,
    '',
    '| Rule | Title | Kind | Subject | Severity | One finding per | Profiles |',
    '|---|---|---|---|---|---|---|',
    ...rules.map(
      (rule) =>
        `| [\`${rule.id}\`](#${rule.id}) | ${cell(rule.title)} | ${rule.kind} | ${rule.subject} | ${rule.severity} | ${grain(rule)} | ${rule.profiles.join(', ')} |`,
    ),
    '',
    ...rules.flatMap((rule) => section(explainRule(books, rule.id))),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function grain(rule: { readonly report: string; readonly subject: string }): string {
  if (rule.report === 'each') return rule.subject;
  return rule.report === 'group' ? 'group' : 'none (measure)';
}

function section(rule: RuleExplanation): string[] {
  return [
    `## ${rule.id}`,
    '',
    `**${rule.title}.** ${rule.description}`,
    '',
    ...(rule.appliesTo === null ? [] : ['Applies to:', '', ...code(rule.appliesTo), '']),
    rule.kind === 'path' ? 'Matches a path:' : 'Matches when:',
    '',
    ...code(rule.condition),
    '',
    ...(rule.parameters.length === 0 ? [] : [...parameterTable(rule.parameters), '']),
    ...(rule.facts.length === 0 ? [] : [...factTable(rule), '']),
    ...(rule.severityWhen.length === 0 ? [] : [`- Severity: ${rule.severity}; ${rule.severityWhen.join('; ')}`]),
    `- Blind spots: ${rule.blindSpots.trim()}`,
    `- False positives: ${rule.falsePositives.trim()}`,
    `- Triage: ${rule.triage.map((step, index) => `(${index + 1}) ${step.trim()}`).join(' ')}`,
    `- Remediation: ${rule.remediation.text.trim()}`,
    ...(rule.supersedes.length === 0 ? [] : [`- Stands for: ${rule.supersedes.map((id) => `\`${id}\``).join(', ')}`]),
    ...mappingLine(rule),
    `- References: ${rule.references.map(({ title, url }) => `[${title}](${url})`).join(', ')}`,
    '',
  ];
}

function code(lines: readonly string[]): string[] {
  return ['```text', ...lines, '```'];
}

function parameterTable(parameters: readonly ExplainedParameter[]): string[] {
  return [
    '| Parameter | default | strict-gov | everything | Unit | Why |',
    '|---|---|---|---|---|---|',
    ...parameters.map(({ name, values, unit, why }) => {
      const columns = (['default', 'strict-gov', 'everything'] as const).map((profile) => shown(values[profile]));
      return `| ${name} | ${columns.join(' | ')} | ${unit ?? ''} | ${cell(why)} |`;
    }),
  ];
}

function factTable(rule: RuleExplanation): string[] {
  return [
    '| Fact | Means | Read from | Scopes |',
    '|---|---|---|---|',
    ...rule.facts.map(
      ({ name, means, unit, source, scopes }) =>
        `| ${name}${unit === null ? '' : ` (${unit})`} | ${cell(means)} | ${cell(source)} | ${scopes.join(', ')} |`,
    ),
  ];
}

const FRAMEWORKS = {
  stig: 'DISA STIG',
  nist: 'NIST 800-53',
  cis: 'CIS Controls 8',
  attack: 'ATT&CK',
  nhi: 'OWASP NHI',
} as const;

function mappingLine(rule: RuleExplanation): string[] {
  const parts = (Object.keys(FRAMEWORKS) as (keyof typeof FRAMEWORKS)[]).flatMap((framework) => {
    const ids = rule.mappings[framework];
    return ids === undefined ? [] : [`${FRAMEWORKS[framework]} ${ids.join(', ')}`];
  });
  return parts.length === 0 ? [] : [`- Mappings: ${parts.join('; ')}`];
}

function shown(value: unknown): string {
  if (value === undefined) return 'off';
  return cell(Array.isArray(value) ? value.join(', ') : String(value));
}

function cell(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replace(/\|/g, '\\|');
}
