import type { ErrorKind } from '@posture/domain';
import { HTTP_CODES, STATUS } from '../apps/server/src/http/problem/to-problem';
import { errorCodes } from './error-codes';

/** Text of `docs/reference/errors.md`. */
export function renderErrors(): string {
  const ours = errorCodes().map(({ code, kind, message }) => {
    return { code, kind, status: STATUS[kind as ErrorKind], message };
  });
  const http = HTTP_CODES.map(({ code, status, detail }) => ({ code, kind: 'http', status, message: detail }));
  const rows = [...ours, ...http].sort((a, b) => (a.code < b.code ? -1 : 1));
  return [
    '# Errors\n',
    'Written by `npm run docs` from the sources. Every error has a stable code `noun.reason`, a kind, and where something can be done about it a',
    'remedy. Over HTTP it is a problem document (RFC 9457) whose `type` is `urn:posture:problem:<code>`; what a provider refuses is 502, never the status',
    'of its own answer. A command prints message and remedy and ends with 3. The row of a run that failed keeps code, message, remedy and step.',
    '`…` stands for what is filled in. Kind `http`: refused before it reaches the product.\n',
    '| Code | Kind | HTTP | Message |',
    '| --- | --- | --- | --- |',
    ...rows.map(({ code, kind, status, message }) => `| \`${code}\` | ${kind} | ${status} | ${cell(message)} |`),
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
