import type { Alert } from '../alert';
import { formatted } from '../format/formats';
import type { ComposeOptions } from './channel-kind';

/** An alert in the channel's format and nothing around it. */
export function composed(alert: Alert, { format, includesEvidence, settings }: ComposeOptions): string {
  return formatted(format, alert, { includesEvidence, hasIamClass: settings['iamClass'] === 'true' });
}

/** When it happened. */
export function timeOf({ event, notice }: Alert): Date {
  return (event ?? notice).at;
}
