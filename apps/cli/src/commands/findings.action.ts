import type { Command } from 'commander';
import { DomainError, SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import {
  DuePolicies,
  Exceptions,
  FindingLists,
  FindingStore,
  FindingTriage,
  allowedActions,
  parseFilter,
} from '@posture/findings';
import type { DueDays, Finding, PeoplesRequest } from '@posture/findings';
import { TriageFlow } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { CLOCK, isUuid } from '@posture/platform';
import type { Clock } from '@posture/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { audited, personHere } from '../audited';
import { chosenConnection } from '../chosen-connection';
import { configOf, withApp } from '../open-app';
import { findingLine, findingText } from '../output/finding-text';
import { say } from '../output/say';
import { NEVER } from './never';

export interface ListOptions {
  readonly limit: number;
  readonly format: 'table' | 'json';
}

export interface NoteOptions {
  readonly note?: string;
}

export interface DueOptions extends Partial<Record<Severity, number | typeof NEVER>> {
  readonly connection?: string;
  readonly open?: true;
}

const NOT_RESOLVED = '-status:resolved';

export async function list(filter: string, { limit, format }: ListOptions, command: Command): Promise<void> {
  await withFindings(command, async (app, now) => {
    const connections = await app.get(ConnectionStore).list();
    const wanted = parseFilter(filter === '' ? NOT_RESOLVED : filter, { connections, input: 'filter' });
    const found = await app.get(FindingLists).page({ filter: wanted, sees: null }, limit + 1);
    const shown = found.slice(0, limit);
    if (format === 'json') return say(JSON.stringify(shown, null, 2));
    for (const finding of shown) say(findingLine(finding, now));
    say(found.length > limit ? `the worst ${limit} findings; --limit shows more` : `${shown.length} findings`);
  });
}

export async function show(id: string, { format }: Pick<ListOptions, 'format'>, command: Command): Promise<void> {
  await withFindings(command, async (app, now) => {
    const finding = await theFinding(app, id);
    const history = await app.get(FindingStore).history(id);
    const exception = finding.exceptionId === null ? null : await app.get(Exceptions).get(finding.exceptionId);
    const allowed = allowedActions(finding.status);
    if (format === 'json') return say(JSON.stringify({ ...finding, exception, allowed, history }, null, 2));
    for (const line of findingText({ finding, history, exception, allowed, now })) say(line);
  });
}

export async function assign(id: string, who: string, command: Command): Promise<void> {
  await change('finding.change', id, command, (app, { sequence }) =>
    app.get(FindingTriage).change(id, { assignee: who === 'nobody' ? null : who }, personHere(), sequence),
  );
}

export async function review(id: string, command: Command): Promise<void> {
  await change('finding.change', id, command, (app, { sequence }) =>
    app.get(FindingTriage).change(id, { needsReview: false }, personHere(), sequence),
  );
}

export async function comment(id: string, text: string, command: Command): Promise<void> {
  await change('finding.comment', id, command, async (app) => {
    await app.get(FindingTriage).comment(id, text, personHere());
    return app.get(FindingStore).get(id);
  });
}

export async function step(id: string, request: PeoplesRequest, command: Command): Promise<void> {
  await change('finding.transition', id, command, (app, { sequence }) =>
    app.get(FindingTriage).transition(id, request, personHere(), sequence),
  );
}

/** Says how long findings may stand, once that is chosen where it is. */
export async function due({ connection, open, ...given }: DueOptions, command: Command): Promise<void> {
  await withFindings(command, async (app) => {
    const { id, name } = await chosenConnection(app, connection);
    // Beside them are the options every command takes.
    const days: Partial<DueDays> = Object.fromEntries(
      SEVERITIES.filter((severity) => given[severity] !== undefined).map((severity) => {
        const value = given[severity];
        return [severity, value === NEVER ? null : value];
      }),
    );
    const policies = app.get(DuePolicies);
    if (open === true || Object.keys(days).length > 0) {
      const told = { action: 'due_policy.change', target: { type: 'connection', id, name }, connectionId: id };
      const { version } = await policies.get(id);
      const how = { appliesToOpen: open === true, expectedVersion: version };
      await audited(app, told, () => policies.change(id, days, how, personHere()));
    }
    const policy = await policies.get(id);
    for (const severity of [...SEVERITIES].reverse()) say(`${severity.padEnd(13)} ${policy.days[severity] ?? NEVER}`);
  });
}

/** Changes a finding as it is now, and shows what became of it. */
export async function change(
  action: string,
  id: string,
  command: Command,
  work: (app: INestApplicationContext, finding: Finding) => Promise<Finding>,
): Promise<void> {
  await withFindings(command, async (app, now) => {
    const before = await theFinding(app, id);
    const { connectionId, title } = before;
    const told = { action, target: { type: 'finding', id, name: title }, connectionId };
    const finding = await audited(app, told, () => work(app, before));
    say(findingLine(finding, now));
  });
}

/** What time did to findings while nothing ran is done first. */
export async function withFindings(
  command: Command,
  work: (app: INestApplicationContext, now: Date) => Promise<void>,
): Promise<void> {
  await withApp(configOf(command), async (app) => {
    await app.get(TriageFlow).goOn();
    await work(app, app.get<Clock>(CLOCK).now());
  });
}

async function theFinding(app: INestApplicationContext, id: string): Promise<Finding> {
  if (isUuid(id)) return app.get(FindingStore).get(id);
  throw new DomainError('finding.id_malformed', 'invalid', 'The id of a finding is a UUID.', {
    field: 'id',
    remedy: 'Run "posture findings list" to see their ids.',
  });
}
