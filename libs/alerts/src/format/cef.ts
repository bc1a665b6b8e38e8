import type { Alert } from '../alert';
import { ALERT_VERSION } from './native';
import { PRODUCT, SCALES } from './scales';

/** Longer values are cut: readers keep no more of `reason` and `msg`. */
const MOST_CHARACTERS = 1023;

/**
 * An alert as a line of the Common Event Format, version 0: what it says of a finding fits in one line of syslog, so
 * evidence is never in it.
 */
export function cefAlert({ id, event, notice }: Alert): string {
  if (notice !== undefined) {
    const { type, title, severity, at, text, connection: about } = notice;
    return line(type, title, SCALES[severity].cef, {
      ...{ rt: at.getTime(), externalId: id, act: type, msg: text },
      ...(about === undefined ? {} : { cs2Label: 'connection', cs2: about.domain }),
    });
  }
  const { finding, rule, connection, at, type, sequence } = event;
  const { subject } = finding;
  const isUser = subject.kind === 'User';
  return line(finding.rule, finding.title, SCALES[finding.severity].cef, {
    rt: at.getTime(),
    externalId: finding.id,
    cat: rule?.kind,
    act: type,
    outcome: finding.status,
    suser: isUser ? (subject.name ?? subject.externalId) : undefined,
    suid: isUser ? subject.externalId : undefined,
    reason: finding.why,
    cs1Label: 'fingerprint',
    cs1: finding.fingerprint,
    cs2Label: 'connection',
    cs2: connection?.domain ?? finding.connectionId,
    cs3Label: 'subject',
    cs3: `${subject.kind} ${subject.name ?? subject.externalId}`,
    cn1Label: 'score',
    cn1: finding.score,
    cn2Label: 'sequence',
    cn2: sequence,
  });
}

function line(
  signature: string,
  name: string,
  severity: number,
  extension: Readonly<Record<string, string | number | undefined>>,
): string {
  const head = [PRODUCT, PRODUCT, ALERT_VERSION, signature, name].map(inHeader);
  const pairs = Object.entries(extension).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${inExtension(String(value))}`],
  );
  return `CEF:0|${head.join('|')}|${severity}|${pairs.join(' ')}`;
}

function inHeader(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\|]/g, '\\$&');
}

function inExtension(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .replace(/[\\=]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n');
}
