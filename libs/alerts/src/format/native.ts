import type { AlertEvent } from '../alert';
import type { DigestNotice } from '../digest/digest';

/** Of the bodies below; a field may be added under the same version, none is taken away or changes its meaning. */
export const ALERT_VERSION = '2026-11-01';

/** What is told, in our own words. `id` is the `webhook-id`. */
export function nativeAlert(id: string, event: AlertEvent, includesEvidence: boolean): object {
  const { finding, sequence, type, at } = event;
  const { connectionId, evidence, ...told } = finding;
  return {
    type,
    timestamp: at.toISOString(),
    id,
    apiVersion: ALERT_VERSION,
    sequence,
    data: { finding: { ...told, connection: { id: connectionId }, ...(includesEvidence ? { evidence } : {}) } },
  };
}

/** What is told together. */
export function nativeNotice(id: string, { type, at, title, text, data }: DigestNotice): object {
  return { type, timestamp: at.toISOString(), id, apiVersion: ALERT_VERSION, data: { title, text, ...data } };
}

/** Says nothing but that what is told arrives. */
export function testAlert(id: string, at: Date): object {
  const message = 'A test: alerts of this channel arrive, and this one was asked for by an operator.';
  return {
    type: 'channel.test',
    timestamp: at.toISOString(),
    id,
    apiVersion: ALERT_VERSION,
    data: { test: true, message },
  };
}
