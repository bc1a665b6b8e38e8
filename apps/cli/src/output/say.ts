import { DomainError } from '@posture/domain';
import { ServerProblem } from '../client/server-problem';

/** 0 clean · 1 findings · 2 not all assessed · 3 error. */
export const EXIT_ERROR = 3;

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** For progress and notices, so that standard output holds results alone. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Inputs of the flows, and of the API, in this command line's words. */
const OPTIONS: Readonly<Record<string, string>> = {
  address: '--okta-domain',
  oktaDomain: '--okta-domain',
  clientId: '--client-id',
  clientSecret: '--client-secret-env',
  privateKey: '--private-key-file',
  token: '--token-env, --token-file or --token-stdin',
  q: 'filter',
  expiresAt: '--until',
  POSTURE_NEO4J_USER: 'POSTURE_NEO4J_USER, POSTURE_NEO4J_PASSWORD',
};

/** What is wrong, in which input, and what to do. A stack is of use to developers only: POSTURE_LOG_LEVEL=debug shows it. */
export function sayError(error: unknown): void {
  if (error instanceof DomainError) {
    note(`Error: ${error.message}`);
    if (error.field !== null) note(`  in:     ${OPTIONS[error.field] ?? error.field}`);
    if (error.remedy !== null) note(`  remedy: ${error.remedy}`);
    note(`  code:   ${error.code}`);
    if (error instanceof ServerProblem && error.requestId !== null) note(`  request: ${error.requestId}`);
  } else {
    note(`Error: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (process.env['POSTURE_LOG_LEVEL'] === 'debug' && error instanceof Error) note(error.stack ?? '');
}
