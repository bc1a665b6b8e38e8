import type { ExplainedRule } from '../areas/rules.area';

/** A rule as `posture rules explain` shows it. */
export function explanationText(rule: ExplainedRule): string {
  return [
    `${rule.id} (${rule.kind}, ${rule.severity}): ${rule.title}`,
    '',
    rule.description.trim(),
    '',
    ...(rule.appliesTo === null
      ? [`Judges every ${rule.subject}.`]
      : [`Judges a ${rule.subject} when`, ...indent(rule.appliesTo)]),
    'Matches when',
    ...indent(rule.condition),
    ...section('Severity', rule.severityWhen),
    ...section(
      'Facts',
      rule.facts.map(
        ({ name, means, unit, source }) => `${name}${unit === null ? '' : ` [${unit}]`}: ${means} (${source})`,
      ),
    ),
    ...section('Scopes it needs', [...new Set(rule.facts.flatMap(({ scopes }) => scopes))].sort()),
    ...section(
      'Parameters',
      rule.parameters.map(({ name, why, ...values }) => `${name} = ${JSON.stringify(values)}: ${why}`),
    ),
    ...section('What it cannot see', [rule.blindSpots.trim()]),
    ...section('When it is wrong', [rule.falsePositives.trim()]),
    ...section('Triage', rule.triage),
    ...section('Remedy', [rule.remediation.text.trim()]),
    ...section(
      'References',
      rule.references.map(({ title, url }) => `${title}: ${url}`),
    ),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...indent(lines)];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
