import type { Alert } from '../alert';

/** What people read of an alert in a chat or a mail: never evidence. */
export interface Brief {
  readonly type: string;
  readonly at: string;
  readonly severity: string;
  readonly title: string;
  /** A sentence or two. */
  readonly text: string;
  /** What it is about; null for what is about no finding. */
  readonly finding: {
    readonly id: string;
    readonly rule: string;
    readonly subject: string;
    readonly connection: string;
    readonly score: number;
    readonly status: string;
  } | null;
}

/** An alert in a few words. */
export function briefAlert({ event, notice }: Alert): Brief {
  if (notice !== undefined) {
    const { type, at, severity, title, text } = notice;
    return { type, at: at.toISOString(), severity, title, text, finding: null };
  }
  const { type, at, finding, connection, rule } = event;
  const { id, severity, score, status, subject, title, why, connectionId } = finding;
  return {
    type,
    at: at.toISOString(),
    severity,
    title,
    text: why,
    finding: {
      id,
      rule: rule?.title ?? finding.rule,
      subject: `${subject.kind} ${subject.name ?? subject.externalId}`,
      connection: connection?.domain ?? connectionId,
      score,
      status,
    },
  };
}
