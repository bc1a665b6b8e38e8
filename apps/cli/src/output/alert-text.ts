import type { ReceivedAlert } from '../receive-here';
import { wrap } from './wrap';

/** An alert as people read it. */
export function alertText({ type, id, timestamp, data }: ReceivedAlert): string {
  const { finding, title = type, text = '' } = data;
  const [severity, head, why] =
    finding === undefined ? ['', title, text] : [finding.severity, `${finding.title} (${finding.rule})`, finding.why];
  return [
    ...wrap(head, severity.padEnd(14)),
    ...(why === '' ? [] : wrap(why, ' '.repeat(14))),
    `${' '.repeat(14)}${type} of ${timestamp}, signature verified, webhook-id ${id}`,
  ].join('\n');
}
