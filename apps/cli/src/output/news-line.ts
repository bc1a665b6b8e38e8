import type { FindingNews } from '@posture/findings';

/** `14:02:11 opened    high           64  ada@acme.example was sent 9 pushes (okta-det-mfa-push-bombing; 9 events)` */
export function newsLine({ type, at, finding }: FindingNews): string {
  const { severity, score, title, rule, evidence } = finding;
  const events = evidence.events?.length ?? 0;
  const proof = events === 0 ? '' : `; ${events} ${events === 1 ? 'event' : 'events'}`;
  const time = at.toISOString().slice(11, 19);
  return `${time} ${type.padEnd(12)} ${severity.padEnd(13)} ${String(score).padStart(3)}  ${title} (${rule}${proof})`;
}
