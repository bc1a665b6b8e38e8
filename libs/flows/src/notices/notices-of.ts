import type { NewNotice } from '@posture/alerts';
import type { Scan } from '@posture/evaluations';
import { dueAtOf } from '@posture/inventory';
import type { Connection } from '@posture/inventory';
import { UNFINISHED } from '@posture/platform';
import type { Run } from '@posture/platform';
import type { ConnectionOverview } from '../connection-directory';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** What is not done in a day will hardly be. */
const UNFINISHED_MS = 24 * HOUR_MS;
/** Whoever works looks four times a minute; what nobody has begun by then nobody will. */
const NOT_STARTED_MS = 15 * MINUTE_MS;
/** A log is read every few seconds; its last page is kept at least every few minutes. */
const LOG_LATE_MS = HOUR_MS;
/** What became ready before is no news, as after an update from a version that told nobody. */
const READY_NEWS_MS = DAY_MS;
/** Days before a credential ends, the last first. */
const EXPIRY_DAYS = [3, 14];

/** All that notices of a connection follow from. */
export interface Noticed {
  readonly overview: ConnectionOverview;
  /** The newest that reads it and that nobody cancelled; null: none. */
  readonly run: Run | null;
  /** The first that was completed; null: none. */
  readonly firstScan: Scan | null;
  /** When the last page of its log was kept; null: nobody has followed it. */
  readonly logReadAt: Date | null;
}

/** What is to be told of a connection, and what lasted and is over. */
export interface Notices {
  readonly raised: readonly NewNotice[];
  readonly over: readonly { readonly key: string; readonly notice: NewNotice }[];
}

/** Pure; told over and over, each of it is told once. */
export function noticesOf(about: Noticed, now: Date): Notices {
  const unread = [...failed(about), ...unfinished(about, now), ...notStarted(about, now)];
  const log = logOf(about, now);
  const raised = [...unread, ...degraded(about), ...ready(about, now), ...expiring(about, now), ...log.raised];
  // Why it is stale was told, then.
  return {
    raised: unread.length > 0 ? raised : [...raised, ...stale(about)],
    over: [...recovered(about), ...fresh(about), ...whole(about), ...log.over],
  };
}

function failed({ overview: { connection }, run }: Noticed): NewNotice[] {
  if (run === null || run.state !== 'failed') return [];
  const { code = 'run.unforeseen', message = 'The sync failed.', remedy = null } = run.error ?? {};
  return [
    {
      ...about(connection, `sync.failed:${connection.id}`, run.id),
      type: 'sync.failed',
      title: `${connection.name} could not be read`,
      text: `The sync that began ${iso(run.startedAt ?? run.createdAt)} failed: ${message}`,
      nextStep: remedy,
      data: { code, syncId: run.id },
    },
  ];
}

function recovered({ overview: { connection }, run }: Noticed): Notices['over'] {
  if (run === null || run.state !== 'completed') return [];
  return [{ key: `sync.failed:${connection.id}`, notice: readAgain(connection, run) }];
}

function readAgain(connection: Connection, run: Run): NewNotice {
  return {
    ...about(connection, `sync.recovered:${run.id}`, run.id),
    type: 'sync.recovered',
    title: `${connection.name} is read again`,
    text: `The sync that ended ${iso(run.finishedAt ?? run.createdAt)} was completed.`,
    nextStep: null,
    data: { syncId: run.id },
  };
}

/** What is known is too old, though nothing failed and nobody is at it: it is read too seldom, or never to its end. */
function stale({ overview, run }: Noticed): NewNotice[] {
  const { connection, schedule, isOverdue, lastSyncedAt, overdueAt } = overview;
  const isAtIt = run !== null && UNFINISHED.includes(run.state);
  if (!isOverdue || isAtIt || overdueAt === null || schedule?.isPaused === true) return [];
  const last =
    lastSyncedAt === null ? 'It was never read as a whole' : `It was last read as a whole ${iso(lastSyncedAt)}`;
  return [
    {
      ...about(connection, `sync.stale:${connection.id}`, null),
      type: 'sync.stale',
      title: `What is known of ${connection.name} is too old`,
      text: `${last}; it is overdue since ${iso(overdueAt)}.`,
      nextStep: 'Read it now, or more often: see its schedule.',
      data: { lastSyncedAt: lastSyncedAt === null ? null : iso(lastSyncedAt), overdueAt: iso(overdueAt) },
    },
  ];
}

function fresh({ overview: { connection, isOverdue }, run }: Noticed): Notices['over'] {
  if (isOverdue || run === null || run.state !== 'completed') return [];
  return [{ key: `sync.stale:${connection.id}`, notice: readAgain(connection, run) }];
}

function degraded({ overview: { connection, status } }: Noticed): NewNotice[] {
  if (status.state !== 'degraded') return [];
  const titles = status.gaps.map(({ title, state }) => `${title} (${state})`).join(', ');
  const missing = [...new Set(status.gaps.flatMap((gap) => gap.missing ?? []))];
  return [
    {
      ...about(connection, `connection.degraded:${connection.id}`, status.runId),
      type: 'connection.degraded',
      title: `Not all of ${connection.name} is read`,
      text: `What is hidden is not judged: ${titles}.`,
      nextStep: missing.length === 0 ? null : `Grant it ${missing.join(', ')}.`,
      data: { gaps: status.gaps.map(({ resource, state, reason, missing }) => ({ resource, state, reason, missing })) },
    },
  ];
}

function whole({ overview: { connection, status } }: Noticed): Notices['over'] {
  if (status.state !== 'success') return [];
  const notice: NewNotice = {
    ...about(connection, `connection.recovered:${status.runId}`, status.runId),
    type: 'connection.recovered',
    title: `All of ${connection.name} is read again`,
    text: 'Nothing that is to be read is hidden any more.',
    nextStep: null,
    data: {},
  };
  return [{ key: `connection.degraded:${connection.id}`, notice }];
}

function unfinished({ overview: { connection }, run }: Noticed, now: Date): NewNotice[] {
  const began = run?.startedAt ?? null;
  if (run === null || began === null || !UNFINISHED.includes(run.state)) return [];
  if (now.getTime() - began.getTime() < UNFINISHED_MS) return [];
  return [
    {
      ...about(connection, `sync.unfinished:${run.id}`, run.id),
      type: 'sync.unfinished',
      title: `A sync of ${connection.name} has not finished in 24 hours`,
      text: `It began ${iso(began)} and is ${run.state}${run.waitingWhy === null ? '' : `: ${run.waitingWhy}`}.`,
      nextStep: 'See that a worker runs; otherwise stop the sync and start it again.',
      data: { syncId: run.id, state: run.state },
    },
  ];
}

/** A time that came is known by when it was due, so that it is told once: while nobody sees to it, or once somebody has. */
function notStarted({ overview: { connection, schedule }, run }: Noticed, now: Date): NewNotice[] {
  if (schedule === null) return [];
  const { lastAt, lastDueAt, isPaused, pausedUntil } = schedule;
  const rests = isPaused && (pausedUntil === null || pausedUntil > now);
  const waiting = run?.state === 'queued' ? run.dueAt : null;
  const missed = [
    ...(rests ? [] : [{ due: dueAtOf(schedule), until: now }]),
    ...(lastAt === null || lastDueAt === null ? [] : [{ due: lastDueAt, until: lastAt }]),
    ...(waiting === null ? [] : [{ due: waiting, until: now }]),
  ].filter(({ due, until }) => until.getTime() - due.getTime() >= NOT_STARTED_MS);
  return missed.map(({ due, until }) => ({
    ...about(connection, `sync.not_started:${connection.id}:${iso(due)}`, null),
    type: 'sync.not_started',
    title: `The sync of ${connection.name} did not start in time`,
    text:
      until === now
        ? `It was due ${iso(due)}, and nobody has begun it yet.`
        : `It was due ${iso(due)} and was begun ${iso(until)}.`,
    nextStep: 'See that a process of role "worker" or "all" runs on this database.',
    data: { dueAt: iso(due) },
  }));
}

function ready({ overview: { connection }, firstScan }: Noticed, now: Date): NewNotice[] {
  const at = firstScan?.finishedAt ?? null;
  if (firstScan === null || firstScan.summary === null || at === null) return [];
  if (now.getTime() - at.getTime() > READY_NEWS_MS) return [];
  const { bySeverity } = firstScan.summary;
  const total = Object.values(bySeverity).reduce((sum, count) => sum + count, 0);
  return [
    {
      ...about(connection, `sync.first_ready:${connection.id}`, null),
      type: 'sync.first_ready',
      title: `${connection.name} is ready for review: ${total} findings, ${bySeverity.critical} of them critical`,
      text: `Critical ${bySeverity.critical}, high ${bySeverity.high}, medium ${bySeverity.medium}, low ${bySeverity.low}.`,
      nextStep: 'Look at the fixes first: each ends several findings.',
      data: { scanId: firstScan.id, bySeverity: { ...bySeverity } },
    },
  ];
}

function expiring({ overview: { connection } }: Noticed, now: Date): NewNotice[] {
  const at = connection.credentialExpiresAt;
  if (at === null) return [];
  const left = at.getTime() - now.getTime();
  const named = about(connection, `credential:${connection.id}:${iso(at)}`, null);
  const told = { nextStep: 'Make another credential and give it to the connection.', data: { expiresAt: iso(at) } };
  if (left <= 0) {
    const title = `The credential of ${connection.name} has ended`;
    return [
      { ...named, ...told, key: `${named.key}:0`, type: 'credential.expired', title, text: `It ended ${iso(at)}.` },
    ];
  }
  const days = EXPIRY_DAYS.find((least) => left <= least * DAY_MS);
  if (days === undefined) return [];
  const title = `The credential of ${connection.name} ends in ${Math.ceil(left / DAY_MS)} days`;
  return [
    { ...named, ...told, key: `${named.key}:${days}`, type: 'credential.expiring', title, text: `It ends ${iso(at)}.` },
  ];
}

function logOf({ overview: { connection }, logReadAt }: Noticed, now: Date): Notices {
  if (logReadAt === null) return { raised: [], over: [] };
  const key = `log.late:${connection.id}`;
  const told = { runId: null, data: { readAt: iso(logReadAt) } };
  if (now.getTime() - logReadAt.getTime() >= LOG_LATE_MS) {
    const notice: NewNotice = {
      ...about(connection, key, null),
      ...told,
      type: 'log.late',
      title: `The log of ${connection.name} is not read`,
      text: `It was read last ${iso(logReadAt)}; what happened since is not judged.`,
      nextStep: 'See what became of its run of kind follow, and that a worker runs.',
    };
    return { raised: [notice], over: [] };
  }
  const notice: NewNotice = {
    ...about(connection, `log.recovered:${connection.id}:${iso(logReadAt)}`, null),
    ...told,
    type: 'log.recovered',
    title: `The log of ${connection.name} is read again`,
    text: 'What happened meanwhile is judged as it is read.',
    nextStep: null,
  };
  return { raised: [], over: [{ key, notice }] };
}

function about({ id }: Connection, key: string, runId: string | null) {
  return { key, connectionId: id, runId };
}

function iso(instant: Date): string {
  return instant.toISOString();
}
