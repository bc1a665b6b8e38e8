import type { Connection, Schedule } from '@posture/inventory';
import type { Run } from '@posture/platform';
import type { ConnectionOverview } from '../connection-directory';
import { noticesOf } from './notices-of';

const NOW = new Date('2026-11-30T12:00:00Z');
const HOUR_MS = 3_600_000;
const before = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR_MS);

const RUN = {
  ...{ id: 'run-1', state: 'completed', createdAt: before(1), startedAt: before(1), finishedAt: before(1) },
  ...{ error: null, dueAt: null, waitingWhy: null },
} as unknown as Run;

function overview(over: Partial<ConnectionOverview> = {}): ConnectionOverview {
  return {
    connection: { id: 'c', name: 'Brightwater', credentialExpiresAt: null } as Connection,
    status: { state: 'success', runId: 'run-1', error: null, gaps: [] },
    schedule: { isPaused: false, pausedUntil: null, lastAt: null, lastDueAt: null, nextAt: before(-20) } as Schedule,
    lastSyncedAt: before(7),
    overdueAt: before(1),
    isOverdue: true,
    records: 9,
    ...over,
  };
}

function told(over: Partial<ConnectionOverview>, run: Run | null = RUN) {
  const { raised, over: ended } = noticesOf({ overview: overview(over), run, firstScan: null, logReadAt: null }, NOW);
  return { raised: raised.map(({ type }) => type), ended: ended.map(({ key, notice }) => [key, notice.type]) };
}

describe('Notices of a connection', () => {
  it('say that what is known is too old, unless why was said, somebody is at it, or it rests', () => {
    const failed = { ...RUN, state: 'failed' } as Run;
    const running = { ...RUN, state: 'running' } as Run;
    const rests = { schedule: { ...overview().schedule!, isPaused: true } };

    expect(told({}).raised).toEqual(['sync.stale']);
    expect(told({}, failed).raised).toEqual(['sync.failed']);
    expect([told({}, running).raised, told(rests).raised]).toEqual([[], []]);
    expect(told({ isOverdue: false }).ended).toContainEqual(['sync.stale:c', 'sync.recovered']);
  });

  it('say what is hidden and what to grant while it is, and that it is read again', () => {
    const gap = { resource: 'apps', title: 'apps', state: 'forbidden', reason: 'forbidden', missing: 'okta.apps.read' };
    const status = { state: 'degraded', runId: 'run-1', error: null, gaps: [gap] } as ConnectionOverview['status'];
    const { raised } = noticesOf(
      { overview: overview({ status, isOverdue: false }), run: RUN, firstScan: null, logReadAt: null },
      NOW,
    );

    expect(raised).toMatchObject([
      {
        ...{ type: 'connection.degraded', key: 'connection.degraded:c', runId: 'run-1' },
        ...{ text: 'What is hidden is not judged: apps (forbidden).', nextStep: 'Grant it okta.apps.read.' },
        data: { gaps: [{ resource: 'apps', state: 'forbidden', reason: 'forbidden', missing: 'okta.apps.read' }] },
      },
    ]);
    expect(told({ isOverdue: false }).ended).toContainEqual(['connection.degraded:c', 'connection.recovered']);
    expect(told({ status, isOverdue: false }).ended).not.toContainEqual(
      expect.arrayContaining(['connection.degraded:c']),
    );
  });
});
