import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { DomainError, SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { DuePolicies, Exceptions, parseFilter } from '@posture/findings';
import type { DueDays, ExceptionKind, ExceptionScope } from '@posture/findings';
import { TriageFlow } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { audited, personHere } from '../audited';
import { connectionHere } from '../areas/connection.here';
import { configOf, withApp } from '../open-app';
import { say } from '../output/say';
import { endOf } from './findings.action';
import { NEVER } from './never';

export interface ExceptManyOptions {
  readonly kind: ExceptionKind;
  readonly reason: string;
  readonly until?: string;
  readonly rule?: string;
  readonly subject?: string;
  readonly filter?: string;
  readonly connection?: string;
  readonly expect?: number;
}

export interface DueOptions extends Partial<Record<Severity, number | typeof NEVER>> {
  readonly connection?: string;
  readonly open?: true;
}

/** Says how many findings would stand, and lets them once that number is given. Whoever holds the store may decide for long. */
export async function exceptMany(options: ExceptManyOptions, command: Command): Promise<void> {
  const { kind, reason, until, expect: expectedCount } = options;
  await withFindings(command, async (app) => {
    const scope = await scopeOf(app, options);
    const exceptions = app.get(Exceptions);
    if (expectedCount === undefined) {
      const { count, sample } = await exceptions.preview(scope);
      for (const { severity, id, title } of sample) say(`${severity.padEnd(13)} ${id}  ${title}`);
      return say(
        `It would cover ${count} findings now, and those that come. Nothing was saved: say --expect ${count}.`,
      );
    }
    const { connectionId } = scope;
    const told = { action: 'exception.create', target: { type: 'exception', id: null, name: null }, connectionId };
    const asked = { scope, kind, reason, expiresAt: until === undefined ? null : endOf(until), expectedCount };
    const made = await audited(
      app,
      { ...told, fields: { scope: scope.type, kind } },
      () => exceptions.create(asked, { actor: personHere(), approves: true }),
      ({ id }) => ({ target: { type: 'exception', id, name: null } }),
    );
    say(`exception ${made.id} covers ${made.findings} findings`);
  });
}

/** Says how long findings may stand, once that is chosen where it is. */
export async function due({ connection, open, ...given }: DueOptions, command: Command): Promise<void> {
  await withFindings(command, async (app) => {
    const id = await connectionHere(app, connection);
    // Beside them are the options every command takes.
    const days: Partial<DueDays> = Object.fromEntries(
      SEVERITIES.filter((severity) => given[severity] !== undefined).map((severity) => {
        const value = given[severity];
        return [severity, value === NEVER ? null : value];
      }),
    );
    const policies = app.get(DuePolicies);
    if (open === true || Object.keys(days).length > 0) {
      const { name } = await app.get(ConnectionStore).get(id);
      const told = { action: 'due_policy.change', target: { type: 'connection', id, name }, connectionId: id };
      const { version } = await policies.get(id);
      const how = { appliesToOpen: open === true, expectedVersion: version };
      await audited(app, told, () => policies.change(id, days, how, personHere()));
    }
    const policy = await policies.get(id);
    for (const severity of [...SEVERITIES].reverse()) say(`${severity.padEnd(13)} ${policy.days[severity] ?? NEVER}`);
  });
}

/** What time did to findings while nothing ran is done first. */
async function withFindings(command: Command, work: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  await withApp(configOf(command), async (app) => {
    await app.get(TriageFlow).goOn();
    await work(app);
  });
}

type WideScope = Exclude<ExceptionScope, { readonly type: 'finding' }>;

/** @throws {DomainError} `exception.scope_unclear`, and as `parseFilter` and `connectionHere` */
async function scopeOf(
  app: INestApplicationContext,
  { rule, subject, filter, connection }: ExceptManyOptions,
): Promise<WideScope> {
  const isPlace = rule !== undefined && subject !== undefined;
  if (isPlace === (filter !== undefined) || (!isPlace && (rule ?? subject) !== undefined)) throw unclear();
  const connectionId = await connectionHere(app, connection);
  if (isPlace) return { type: 'rule_subject', connectionId, rule, subject };
  const connections = await app.get(ConnectionStore).list();
  return { type: 'filter', connectionId, filter: parseFilter(filter ?? '', { connections, input: '--filter' }) };
}

function unclear(): DomainError {
  return new DomainError('exception.scope_unclear', 'invalid', 'It is not clear which findings are to stand.', {
    field: '--filter',
    remedy: 'Give --rule with --subject, or --filter.',
  });
}
