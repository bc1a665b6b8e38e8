import type { Alert } from '../alert';
import { briefAlert } from './brief';
import { cefAlert } from './cef';
import { ecsAlert } from './ecs';
import { nativeAlert } from './native';
import { ocsfAlert } from './ocsf';
import type { FormatOptions } from './options';

/** What an alert may be written in. */
export const ALERT_FORMATS = ['native', 'ocsf', 'ecs', 'cef', 'brief'] as const;
/** One of `ALERT_FORMATS`. */
export type AlertFormat = (typeof ALERT_FORMATS)[number];

const FORMATS: Readonly<Record<AlertFormat, (alert: Alert, options: FormatOptions) => object | string>> = {
  native: nativeAlert,
  ocsf: ocsfAlert,
  ecs: ecsAlert,
  cef: cefAlert,
  brief: briefAlert,
};

/** An alert as text in a format: JSON, or a line of CEF. Pure: equal alerts give equal bytes. */
export function formatted(format: AlertFormat, alert: Alert, options: FormatOptions): string {
  const made = FORMATS[format](alert, options);
  return typeof made === 'string' ? made : JSON.stringify(made);
}
