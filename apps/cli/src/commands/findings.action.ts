import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import {
  Exceptions,
  FindingLists,
  FindingStore,
  FindingTriage,
  SavedViews,
  WORST_FIRST,
  allowedActions,
  parseFilter,
  parseOrder,
} from '@posture/findings';
import type {
  ExceptionKind,
  Finding,
  FindingGroup,
  Grouping,
  ListAsked,
  PeoplesRequest,
  SavedView,
  ViewAsker,
} from '@posture/findings';
import { FixGroups, TriageFlow } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { CLOCK, isUuid } from '@posture/platform';
import type { Clock } from '@posture/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { audited, personHere } from '../audited';
import { configOf, withApp } from '../open-app';
import { findingLine, findingText, groupLine } from '../output/finding-text';
import { say } from '../output/say';

export interface ListOptions {
  readonly view?: string;
  readonly groupBy?: Grouping | 'fix';
  readonly limit: number;
  readonly format: 'table' | 'json';
}

export interface SaveOptions {
  readonly sort?: string;
  readonly shared: boolean;
}

export interface NoteOptions {
  readonly note?: string;
}

export interface ExceptOptions {
  readonly kind: ExceptionKind;
  readonly reason: string;
  readonly until?: string;
}

const NOT_RESOLVED = '-status:resolved';

export async function list(filter: string, options: ListOptions, command: Command): Promise<void> {
  const { view: name, groupBy, limit, format } = options;
  await withFindings(command, async (app, now) => {
    const view = name === undefined ? null : await app.get(SavedViews).named(name, viewAsker());
    const reading = await readingHere(app);
    const said = filter === '' && view === null ? NOT_RESOLVED : filter;
    const terms = [
      ...parseFilter(view?.filter ?? '', { ...reading, input: '--view' }).terms,
      ...parseFilter(said, { ...reading, input: 'filter' }).terms,
    ];
    const asked = { filter: { terms }, sees: null };
    const found =
      groupBy === undefined
        ? (await app.get(FindingLists).page(asked, limit + 1, orderOf(view))).map((finding) => ({
            shown: finding,
            line: findingLine(finding, now),
          }))
        : (await groupsOf(app, asked, groupBy, limit + 1)).map((group) => ({ shown: group, line: groupLine(group) }));
    const listed = found.slice(0, limit);
    const rows = listed.map(({ shown }) => shown);
    if (format === 'json') return say(JSON.stringify(rows, null, 2));
    for (const { line } of listed) say(line);
    const what = groupBy === undefined ? 'findings' : 'groups';
    say(found.length > limit ? `the worst ${limit} ${what}; --limit shows more` : `${listed.length} ${what}`);
  });
}

export async function save(name: string, filter: string, options: SaveOptions, command: Command): Promise<void> {
  const { sort = null, shared: isShared } = options;
  await withFindings(command, async (app) => {
    const told = {
      action: 'view.create',
      target: { type: 'view', id: null, name },
      fields: { filter, sort, isShared },
    };
    const given = { name, filter, sort, isShared };
    const reading = await readingHere(app);
    await audited(app, told, () => app.get(SavedViews).create(given, viewAsker(), reading));
    say(`saved as "${name}"`);
  });
}

/** Whoever holds the store keeps order in it. */
function viewAsker(): ViewAsker {
  return { actor: personHere(), keepsShared: true };
}

async function readingHere(app: INestApplicationContext) {
  return { me: personHere().id, connections: await app.get(ConnectionStore).list() };
}

function orderOf(view: SavedView | null) {
  return view === null || view.sort === null ? WORST_FIRST : parseOrder(view.sort);
}

function groupsOf(
  app: INestApplicationContext,
  asked: ListAsked,
  by: Grouping | 'fix',
  limit: number,
): Promise<readonly FindingGroup[]> {
  return by === 'fix' ? app.get(FixGroups).page(asked, limit) : app.get(FindingLists).groups(asked, by, limit);
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

/** Whoever holds the store may decide for as long as anybody may. */
export async function except(id: string, { kind, reason, until }: ExceptOptions, command: Command): Promise<void> {
  await change('exception.create', id, command, async (app, { sequence }) => {
    const scope = { type: 'finding' as const, findingId: id };
    const asked = {
      scope,
      kind,
      reason,
      expiresAt: until === undefined ? null : endOf(until),
      expectedVersion: sequence,
    };
    await app.get(Exceptions).create(asked, { actor: personHere(), approves: true });
    return app.get(FindingStore).get(id);
  });
}

/** Changes a finding as it is now, and shows what became of it. */
async function change(
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
async function withFindings(
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
