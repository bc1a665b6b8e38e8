import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import { Exceptions, FindingStore, parseFilter } from '@posture/findings';
import type { ExceptionKind, ExceptionScope } from '@posture/findings';
import { ConnectionStore } from '@posture/inventory';
import { audited, personHere } from '../audited';
import { chosenConnection } from '../chosen-connection';
import { findingLine } from '../output/finding-text';
import { say } from '../output/say';
import { change, withFindings } from './findings.action';

export interface ExceptOptions {
  readonly kind: ExceptionKind;
  readonly reason: string;
  readonly until?: string;
  readonly rule?: string;
  readonly subject?: string;
  readonly filter?: string;
  readonly connection?: string;
  readonly expect?: number;
}

/**
 * Lets findings stand: one, or whatever a rule says of a subject or a filter means. Of those it is said how many they are, and
 * done once that number is given. Whoever holds the store may decide for as long as anybody may.
 */
export async function except(id: string | undefined, options: ExceptOptions, command: Command): Promise<void> {
  const { kind, reason, until } = options;
  const terms = { kind, reason, expiresAt: until === undefined ? null : endOf(until) };
  const decider = { actor: personHere(), approves: true };
  if (id !== undefined) {
    refuseScope(options);
    return change('exception.create', id, command, async (app, { sequence }) => {
      const scope = { type: 'finding' as const, findingId: id };
      await app.get(Exceptions).create({ scope, ...terms, expectedVersion: sequence }, decider);
      return app.get(FindingStore).get(id);
    });
  }
  await withFindings(command, async (app, now) => {
    const scope = await scopeOf(app, options);
    if (options.expect === undefined) {
      const { count, sample } = await app.get(Exceptions).preview(scope);
      for (const finding of sample) say(findingLine(finding, now));
      return say(
        `It would cover ${count} findings now, and those that come. Nothing was saved: say --expect ${count}.`,
      );
    }
    const { connectionId } = scope;
    const told = { action: 'exception.create', target: { type: 'exception', id: null, name: null }, connectionId };
    const made = await audited(
      app,
      { ...told, fields: { scope: scope.type, kind } },
      () => app.get(Exceptions).create({ scope, ...terms, expectedCount: options.expect }, decider),
      ({ id: exceptionId }) => ({ target: { type: 'exception', id: exceptionId, name: null } }),
    );
    say(`exception ${made.id} covers ${made.findings} findings`);
  });
}

type WideScope = Exclude<ExceptionScope, { readonly type: 'finding' }>;

/** @throws {DomainError} `exception.scope_unclear`, and as `parseFilter` and `chosenConnection` */
async function scopeOf(
  app: INestApplicationContext,
  { rule, subject, filter, connection }: ExceptOptions,
): Promise<WideScope> {
  const isPlace = rule !== undefined && subject !== undefined;
  if (isPlace === (filter !== undefined) || (!isPlace && (rule ?? subject) !== undefined)) throw unclear();
  const { id: connectionId } = await chosenConnection(app, connection);
  if (isPlace) return { type: 'rule_subject', connectionId, rule, subject };
  const connections = await app.get(ConnectionStore).list();
  return { type: 'filter', connectionId, filter: parseFilter(filter ?? '', { connections, input: '--filter' }) };
}

/** @throws {DomainError} `exception.scope_unclear` */
function refuseScope({ rule, subject, filter, expect }: ExceptOptions): void {
  if ([rule, subject, filter, expect].some((given) => given !== undefined)) throw unclear();
}

function unclear(): DomainError {
  return new DomainError('exception.scope_unclear', 'invalid', 'It is not clear which findings are to stand.', {
    field: '--filter',
    remedy: 'Give the id of one finding, or --rule with --subject, or --filter.',
  });
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day is over at its midnight in UTC. @throws {DomainError} `exception.until_invalid` */
function endOf(until: string): Date {
  const at = new Date(DAY.test(until) ? `${until}T24:00:00Z` : until);
  if (!Number.isNaN(at.getTime())) return at;
  throw new DomainError('exception.until_invalid', 'invalid', `"${until}" is neither a day nor an instant.`, {
    field: '--until',
    remedy: 'Write a day as 2026-12-31, or an instant as 2026-12-31T18:00:00Z.',
  });
}
