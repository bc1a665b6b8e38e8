import type { RuleFile } from '@posture/domain';
import type { ExplainedParameter, RuleExplanation } from './describe-rules';

/** The page of one rule: what it asks, of whom, and what to do when it matches. */
export function renderRulePage(rule: RuleExplanation, { unlockedBy, detect }: RuleFile): string {
  const need = unlockedBy ?? detect?.unlockedBy;
  const lines = [
    `# ${rule.id}`,
    '',
    '<!-- Generated from rules/. Do not edit. -->',
    '',
    `**${rule.title}.** ${rule.description}`,
    '',
    `${rule.severity}, about each ${rule.subject}; on in ${rule.profiles.join(', ')}. [All rules](../rules.md).`,
    '',
    ...(need === undefined ? [] : [`Not assessed until it is unlocked: ${need.what.trim()}`, '']),
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
  ];
  return `${lines.join('\n')}\n`;
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

/** Frameworks a rule names controls of, as people call them. */
export const FRAMEWORKS = {
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

/** Text that may stand in a table. */
export function cell(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replace(/\|/g, '\\|');
}
