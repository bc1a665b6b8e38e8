import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import type { ExceptionState } from '@posture/findings';
import { withArea } from '../areas/area';
import type { ToldException, WideScope } from '../areas/exceptions.area';
import { EXCEPTIONS } from '../areas/places';
import { minuteOf } from '../output/minute-of';
import { say } from '../output/say';
import { termsOf } from './findings.action';
import type { ExceptOptions } from './findings.action';

export interface ExceptManyOptions extends ExceptOptions {
  readonly rule?: string;
  readonly subject?: string;
  readonly filter?: string;
  readonly connection?: string;
  readonly expect?: number;
}

export interface ExceptionsOptions {
  readonly connection?: string;
  readonly state?: readonly ExceptionState[];
  readonly limit: number;
  readonly format: 'table' | 'json';
}

export async function list(options: ExceptionsOptions, command: Command): Promise<void> {
  const { connection, state: states, limit, format } = options;
  await withArea(EXCEPTIONS, command, async (area) => {
    const found = await area.list({ connection, states }, limit + 1);
    const listed = found.slice(0, limit);
    if (format === 'json') return say(JSON.stringify(listed, null, 2));
    for (const exception of listed) say(line(exception));
    say(found.length > limit ? `the newest ${limit} exceptions; --limit shows more` : `${listed.length} exceptions`);
  });
}

export async function show(id: string, { format }: Pick<ExceptionsOptions, 'format'>, command: Command): Promise<void> {
  await withArea(EXCEPTIONS, command, async (area) => {
    const exception = await area.get(id);
    if (format === 'json') return say(JSON.stringify(exception, null, 2));
    const { reason, requestedBy, approvedBy, createdAt, endedAt, endedBy } = exception;
    say(line(exception));
    say(`  why:      ${reason}`);
    say(`  asked:    ${minuteOf(createdAt)} by ${requestedBy.name}`);
    if (approvedBy !== null) say(`  approved: by ${approvedBy.name}`);
    if (endedAt !== null) say(`  ended:    ${minuteOf(endedAt)}${endedBy === null ? '' : ` by ${endedBy.name}`}`);
  });
}

export async function revoke(id: string, command: Command): Promise<void> {
  await withArea(EXCEPTIONS, command, async (area) => say(line(await area.revoke(id))));
}

/** Says how many findings would stand, and lets them once that number is given. */
export async function exceptMany(options: ExceptManyOptions, command: Command): Promise<void> {
  const scope = scopeOf(options);
  const { expect: expectedCount } = options;
  await withArea(EXCEPTIONS, command, async (area) => {
    if (expectedCount === undefined) {
      const { count, sample } = await area.preview(scope);
      for (const { severity, id, title } of sample) say(`${severity.padEnd(13)} ${id}  ${title}`);
      return say(
        `It would cover ${count} findings now, and those that come. Nothing was saved: say --expect ${count}.`,
      );
    }
    const made = await area.create(scope, termsOf(options), expectedCount);
    say(`exception ${made.id} covers ${made.findings} findings`);
  });
}

/** @throws {DomainError} `exception.scope_unclear` */
function scopeOf({ rule, subject, filter, connection }: ExceptManyOptions): WideScope {
  if (rule !== undefined && subject !== undefined && filter === undefined) return { connection, rule, subject };
  if (filter !== undefined && (rule ?? subject) === undefined) return { connection, filter };
  throw new DomainError('exception.scope_unclear', 'invalid', 'It is not clear which findings are to stand.', {
    field: '--filter',
    remedy: 'Give --rule with --subject, or --filter.',
  });
}

function line({ id, state, kind, expiresAt, findings, ...what }: ToldException): string {
  const until = expiresAt === null ? 'no end' : `until ${minuteOf(expiresAt)}`;
  return `${state.padEnd(8)} ${id}  ${kind.replaceAll('_', ' ')}, ${until}: ${scopeText(what)}, ${findings} findings`;
}

function scopeText({ findingId, rule, subject, filter }: Partial<ToldException>): string {
  if (typeof filter === 'string') return `whatever ${filter || 'it holds'} means`;
  return typeof rule === 'string' ? `${rule} of ${subject}` : `finding ${findingId}`;
}
