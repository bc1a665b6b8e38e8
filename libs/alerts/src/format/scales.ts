import type { Severity } from '@posture/domain';

/** How those we write for number severities. */
interface Scale {
  /** OCSF `severity_id`. */
  readonly ocsf: number;
  /** CEF, 0 to 10. */
  readonly cef: number;
  /** Syslog: 2 critical to 6 informational. */
  readonly syslog: number;
  /** ECS `event.severity`, in the bands Elastic's own rules use. */
  readonly ecs: number;
}

export const SCALES: Readonly<Record<Severity, Scale>> = {
  critical: { ocsf: 5, cef: 10, syslog: 2, ecs: 99 },
  high: { ocsf: 4, cef: 8, syslog: 3, ecs: 73 },
  medium: { ocsf: 3, cef: 5, syslog: 4, ecs: 47 },
  low: { ocsf: 2, cef: 3, syslog: 5, ecs: 21 },
  informational: { ocsf: 1, cef: 1, syslog: 6, ecs: 1 },
};

/** Who tells, in every format that asks. */
export const PRODUCT = 'Posture engine';
