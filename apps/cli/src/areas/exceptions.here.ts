import type { INestApplicationContext } from '@nestjs/common';
import { parseFilter } from '@posture/findings';
import type { ExceptionScope } from '@posture/findings';
import { audited, personHere } from '../audited';
import type { Here } from '../open-app';
import { connectionHere } from './connection.here';
import type { ExceptionsArea, WideScope } from './exceptions.area';
import { exceptionOf, findingOf, openedFindings } from './findings.here';

export function exceptionsHere(here: Here): ExceptionsArea {
  return {
    async list({ connection, states }, most) {
      const { app, exceptions } = await openedFindings(here);
      const connectionIds = connection === undefined ? undefined : [await connectionHere(app, connection)];
      return (await exceptions.list({ connectionIds, states }, most, null)).map(exceptionOf);
    },
    async get(id) {
      const { exceptions } = await openedFindings(here);
      return exceptionOf(await exceptions.get(id));
    },
    async preview(wanted) {
      const { app, exceptions, now } = await openedFindings(here);
      const { count, sample } = await exceptions.preview(await scopeOf(app, wanted));
      return { count, sample: sample.map((finding) => findingOf(finding, now)) };
    },
    async create(wanted, { kind, reason, expiresAt }, expectedCount) {
      const { app, exceptions } = await openedFindings(here);
      const scope = await scopeOf(app, wanted);
      const { connectionId } = scope;
      const told = { action: 'exception.create', target: { type: 'exception', id: null, name: null }, connectionId };
      const until = expiresAt === undefined ? null : new Date(expiresAt);
      const made = await audited(
        app,
        { ...told, fields: { scope: scope.type, kind } },
        // Whoever holds the store may decide for as long as anybody may.
        () =>
          exceptions.create(
            { scope, kind, reason, expiresAt: until, expectedCount },
            { actor: personHere(), approves: true },
          ),
        ({ id }) => ({ target: { type: 'exception', id, name: null } }),
      );
      return exceptionOf(made);
    },
    async revoke(id) {
      const { app, exceptions } = await openedFindings(here);
      const { version, connectionId } = await exceptions.get(id);
      const change = { action: 'exception.revoke', target: { type: 'exception', id, name: null }, connectionId };
      return exceptionOf(await audited(app, change, () => exceptions.revoke(id, personHere(), version)));
    },
  };
}

/** @throws as `parseFilter` and `connectionHere` */
async function scopeOf(
  app: INestApplicationContext,
  { connection, ...what }: WideScope,
): Promise<Exclude<ExceptionScope, { readonly type: 'finding' }>> {
  const connectionId = await connectionHere(app, connection);
  if ('filter' in what)
    return { type: 'filter', connectionId, filter: parseFilter(what.filter, { input: '--filter' }) };
  return { type: 'rule_subject', connectionId, ...what };
}
