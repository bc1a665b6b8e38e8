import type { INestApplicationContext } from '@nestjs/common';
import { DomainError } from '@posture/domain';
import {
  DuePolicies,
  ENGINE,
  Exceptions,
  FindingLists,
  FindingStore,
  FindingTriage,
  SavedViews,
  WORST_FIRST,
  allowedActions,
  isOverdue,
  parseFilter,
  parseOrder,
  printFilter,
} from '@posture/findings';
import type { DueDays, DuePolicy, Exception, Finding, ViewAsker } from '@posture/findings';
import { FindingExports, FixGroups, TriageFlow } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { CLOCK, isUuid } from '@posture/platform';
import type { Clock } from '@posture/platform';
import { audited, personHere } from '../audited';
import type { Here } from '../open-app';
import { plain } from './area';
import { connectionHere } from './connection.here';
import type { ToldException } from './exceptions.area';
import type { FindingsArea, FindingsAsked, ShownFinding, ToldFinding } from './findings.area';

export function findingsHere(here: Here): FindingsArea {
  /** Changes a finding as it is now. */
  const change = async (
    action: string,
    id: string,
    work: (opened: Opened, before: Finding) => Promise<unknown>,
  ): Promise<ToldFinding> => {
    const all = await openedFindings(here);
    const before = await theFinding(all, id);
    const { connectionId, title } = before;
    const told = { action, target: { type: 'finding', id, name: title }, connectionId };
    await audited(all.app, told, () => work(all, before));
    return findingOf(await all.findings.get(id), all.now);
  };

  return {
    async list(which, most) {
      const { app, now } = await openedFindings(here);
      const { asked, order } = await meant(app, which);
      const found = await app.get(FindingLists).page(asked, most, order);
      return found.map((finding) => findingOf(finding, now));
    },
    async groups(which, by, most) {
      const { app } = await openedFindings(here);
      const { asked } = await meant(app, which);
      if (by === 'fix') return plain(await app.get(FixGroups).page(asked, most));
      const groups = await app.get(FindingLists).groups(asked, by, most);
      return groups.map((group) => ({ ...plain(group), title: null }));
    },
    async save({ name, filter, sort, shared: isShared }) {
      const { app } = await openedFindings(here);
      const target = { type: 'view', id: null, name };
      const told = { action: 'view.create', target, fields: { filter, sort, isShared } };
      const given = { name, filter, sort, isShared };
      const reading = await readingHere(app);
      await audited(app, told, () => app.get(SavedViews).create(given, viewAsker(), reading));
    },
    async get(id) {
      const all = await openedFindings(here);
      const finding = await theFinding(all, id);
      const { exceptionId, status, scoreTerms } = finding;
      const exception = exceptionId === null ? null : await all.exceptions.get(exceptionId);
      const history = await all.findings.history(id);
      return {
        ...findingOf(finding, all.now),
        evidence: evidenceOf(finding),
        scoreTerms,
        exception: exception === null ? null : exceptionOf(exception),
        allowed: allowedActions(status),
        history: history.map((event) => plain({ ...event, actor: event.actor ?? ENGINE })),
      };
    },
    assign: (id, assignee) =>
      change('finding.change', id, ({ triage }, { sequence }) =>
        triage.change(id, { assignee }, personHere(), sequence),
      ),
    review: (id) =>
      change('finding.change', id, ({ triage }, { sequence }) =>
        triage.change(id, { needsReview: false }, personHere(), sequence),
      ),
    comment: (id, text) => change('finding.comment', id, ({ triage }) => triage.comment(id, text, personHere())),
    step: (id, step) =>
      change('finding.transition', id, ({ triage }, { sequence }) =>
        triage.transition(id, step, personHere(), sequence),
      ),
    except: (id, { kind, reason, expiresAt }) =>
      change('exception.create', id, ({ exceptions }, { sequence: expectedVersion }) => {
        const scope = { type: 'finding' as const, findingId: id };
        const until = expiresAt === undefined ? null : new Date(expiresAt);
        const asked = { scope, kind, reason, expiresAt: until, expectedVersion };
        // Whoever holds the store may decide for as long as anybody may.
        return exceptions.create(asked, { actor: personHere(), approves: true });
      }),
    async due(connection) {
      const { app } = await openedFindings(here);
      return daysOf(await app.get(DuePolicies).get(await connectionHere(app, connection)));
    },
    async changeDue(connection, { appliesToOpen, ...days }) {
      const { app } = await openedFindings(here);
      const { id, name } = await app.get(ConnectionStore).get(await connectionHere(app, connection));
      const policies = app.get(DuePolicies);
      const target = { type: 'connection', id, name };
      const told = { action: 'due_policy.change', target, connectionId: id, fields: { ...days, appliesToOpen } };
      const how = { appliesToOpen, expectedVersion: (await policies.get(id)).version };
      return daysOf(await audited(app, told, () => policies.change(id, days, how, personHere())));
    },
    async export(filter, format) {
      const { app } = await openedFindings(here);
      return app.get(FindingExports).of((await meant(app, { filter })).asked, format);
    },
  };
}

/** What findings are worked on with, once what time did to them while nothing ran is done. */
export async function openedFindings(here: Here): Promise<Opened> {
  const app = await here.app();
  await app.get(TriageFlow).goOn();
  const [findings, triage, exceptions] = [app.get(FindingStore), app.get(FindingTriage), app.get(Exceptions)];
  return { app, findings, triage, exceptions, now: app.get<Clock>(CLOCK).now() };
}

function daysOf({ days: { critical, high, medium, low, informational } }: DuePolicy): DueDays {
  return { critical, high, medium, low, informational };
}

interface Opened {
  readonly app: INestApplicationContext;
  readonly findings: FindingStore;
  readonly triage: FindingTriage;
  readonly exceptions: Exceptions;
  readonly now: Date;
}

/** Which findings are meant, and in which order. @throws {DomainError} `view.not_found`, and what `parseFilter` refuses */
async function meant(app: INestApplicationContext, { filter, view: name }: FindingsAsked) {
  const view = name === undefined ? null : await app.get(SavedViews).named(name, viewAsker());
  const reading = await readingHere(app);
  const terms = [
    ...parseFilter(view?.filter ?? '', { ...reading, input: '--view' }).terms,
    ...parseFilter(filter, { ...reading, input: 'filter' }).terms,
  ];
  const sort = view?.sort ?? null;
  return { asked: { filter: { terms }, sees: null }, order: sort === null ? WORST_FIRST : parseOrder(sort) };
}

async function readingHere(app: INestApplicationContext) {
  return { me: personHere().id, connections: await app.get(ConnectionStore).list() };
}

/** Whoever holds the store keeps order in it. */
function viewAsker(): ViewAsker {
  return { actor: personHere(), keepsShared: true };
}

async function theFinding({ findings }: Opened, id: string): Promise<Finding> {
  if (isUuid(id)) return findings.get(id);
  throw new DomainError('finding.id_malformed', 'invalid', 'The id of a finding is a UUID.', {
    field: 'id',
    remedy: 'Run "posture findings list" to see their ids.',
  });
}

/** Without what is the engine's own business. */
export function findingOf(finding: Finding, now: Date): ToldFinding {
  const { evidence, scoreTerms, sequence, ...more } = finding;
  const { fingerprint, sla, breachToldAt, expiryTold, judgedVersion, reviewedEvidence, ...shown } = more;
  return { ...plain(shown), overdue: isOverdue(finding, now), version: sequence };
}

function evidenceOf({ evidence }: Finding): ShownFinding['evidence'] {
  const { facts, path, events = [] } = evidence;
  return { ...plain({ facts, path }), events: events.map(({ id, at }) => ({ id, at: new Date(at).toISOString() })) };
}

/** A finding is suppressed under an exception of whichever scope. */
export function exceptionOf({ scope, ...exception }: Exception): ToldException {
  return {
    ...plain(exception),
    scope: scope.type,
    findingId: scope.type === 'finding' ? scope.findingId : null,
    rule: scope.type === 'rule_subject' ? scope.rule : null,
    subject: scope.type === 'rule_subject' ? scope.subject : null,
    filter: scope.type === 'filter' ? printFilter(scope.filter) : null,
  };
}
