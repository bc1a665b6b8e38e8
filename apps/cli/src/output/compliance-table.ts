import { CONTROL_STATES, STATE_WORDS } from '@posture/flows';
import type { ComplianceReport } from '@posture/flows';
import { wrap } from './wrap';

/** A framework's controls for a person at a terminal: what decides each, one rule a line. */
export function complianceTable({ framework, connection, profile, summary, controls }: ComplianceReport): string {
  const counts = CONTROL_STATES.map((state) => `${summary[state]} ${STATE_WORDS[state]}`).join(', ');
  return [
    `${framework.title}: ${connection.domain}, profile ${profile}`,
    `${controls.length} controls: ${counts}`,
    ...controls.flatMap(({ control, title, state, rules }) => [
      '',
      `${STATE_WORDS[state].padEnd(15)} ${control}${title === null ? '' : `  ${title}`}`,
      ...rules.flatMap((rule) => [
        ...wrap(`${rule.title} (${rule.rule})${countsOf(rule)}`, `  ${STATE_WORDS[rule.state].padEnd(15)}`),
        ...rule.reasons.flatMap((reason) => wrap(reason, ' '.repeat(19))),
      ]),
    ]),
  ].join('\n');
}

function countsOf({ open, accepted }: { readonly open: number; readonly accepted: number }): string {
  const parts = [...(open > 0 ? [`${open} open`] : []), ...(accepted > 0 ? [`${accepted} accepted`] : [])];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}
