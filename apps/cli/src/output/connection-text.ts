import type { ToldConnection } from '../areas/connections.area';
import { minuteOf } from './minute-of';
import { wrap } from './wrap';

/** One connection in one line. */
export function connectionLine({ id, status, domain, name, lastSyncedAt, isOverdue }: ToldConnection): string {
  const read = lastSyncedAt === null ? 'never read' : `read ${minuteOf(lastSyncedAt)}`;
  const said = name === domain ? '' : ` (${name})`;
  const why = status.error === null ? '' : `: ${status.error.cause}`;
  return `${status.state.padEnd(12)} ${id}  ${domain}${said}, ${read}${isOverdue ? ', overdue' : ''}${why}`;
}

/** One connection in as many lines as it takes. */
export function connectionText(connection: ToldConnection): string[] {
  const { credential, mode, status, nextRunAt, isPaused, records, owner, createdAt, createdBy } = connection;
  const { error, gaps } = status;
  return [
    connectionLine(connection),
    `  credential: ${credential === null ? 'destroyed' : credentialText(credential)}, to ${mode.replaceAll('_', ' ')}`,
    `  next run:   ${isPaused ? 'paused' : nextRunAt === null ? 'none' : minuteOf(nextRunAt)}`,
    `  known:      ${records} objects`,
    ...(owner === null ? [] : [`  owner:      ${owner}`]),
    `  connected:  ${minuteOf(createdAt)}${createdBy === null ? '' : ` by ${createdBy.name}`}`,
    ...(error === null ? [] : wrap(errorText(error), '  error:      ')),
    ...gaps.flatMap(({ title, state, reason, missing }) =>
      wrap(`${title}: ${reason ?? state}${missing === null ? '' : ` Grant ${missing}.`}`, '  not read:   '),
    ),
  ];
}

function credentialText({ kind, hint, expiresAt }: NonNullable<ToldConnection['credential']>): string {
  const end = expiresAt === null ? '' : `, until ${minuteOf(expiresAt)}`;
  return `${kind.replaceAll('_', ' ')}${hint === null ? '' : ` …${hint}`}${end}`;
}

function errorText({ cause, at, resource, nextStep, code }: NonNullable<ToldConnection['status']['error']>): string {
  const where = resource === null ? '' : ` reading ${resource}`;
  return `${cause}${where} at ${minuteOf(at)} (${code}).${nextStep === null ? '' : ` ${nextStep}`}`;
}
