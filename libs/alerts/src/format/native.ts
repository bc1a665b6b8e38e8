import type { Alert } from '../alert';
import type { FormatOptions } from './options';

/** Of the bodies below; a field may be added under the same version, none is taken away or changes its meaning. */
export const ALERT_VERSION = '2026-11-01';

/** What is told, in our own words. */
export function nativeAlert({ id, event, notice }: Alert, { includesEvidence }: FormatOptions): object {
  if (notice !== undefined) {
    const { type, at, severity, title, text, data, connection: about } = notice;
    const said = { severity, title, text, ...(about === undefined ? {} : { connection: about }), ...data };
    return { type, timestamp: at.toISOString(), id, apiVersion: ALERT_VERSION, data: said };
  }
  const { finding, sequence, type, at, connection } = event;
  const { connectionId, evidence, ...told } = finding;
  return {
    type,
    timestamp: at.toISOString(),
    id,
    apiVersion: ALERT_VERSION,
    sequence,
    data: {
      finding: { ...told, connection: { id: connectionId, ...connection }, ...(includesEvidence ? { evidence } : {}) },
    },
  };
}
