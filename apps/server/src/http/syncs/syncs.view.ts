import type { ChangeCounts } from '@posture/domain';
import type { ScanInput, ScanProgress, SyncOfRun } from '@posture/flows';
import { errorView } from '../runs/runs.view';
import { coverageView } from '../scans/scans.view';
import { countsView } from '../counts.view';
import type { SyncBody } from './syncs.body';
import type { StartSyncBody } from './syncs.dto';

export function inputOf({ profile, factors, includeClientSecrets, acceptDisappearance }: StartSyncBody): ScanInput {
  return {
    profile,
    read: [...(factors === 'all' ? ['all-factors'] : []), ...(includeClientSecrets ? ['client-secrets'] : [])],
    acceptDisappearance,
    activityDays: 0,
  };
}

export function syncView({ run, report, effects }: SyncOfRun): SyncBody {
  return {
    id: run.id,
    connectionId: run.connectionId ?? '',
    state: run.state,
    trigger: run.trigger,
    options: run.input,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    waitingWhy: run.waitingWhy,
    error: errorView(run),
    report: report === null ? null : reportView(report),
    effects: effects === null ? null : countsView(effects),
    progress: run.state === 'running' ? progressView(run.progress as unknown as ScanProgress | null) : null,
  };
}

function reportView(report: NonNullable<SyncOfRun['report']>): SyncBody['report'] {
  const { startedAt, finishedAt, requests, requestsByBucket, throttledMs, version, changes, coverage } = report;
  return {
    startedAt,
    finishedAt,
    requests,
    requestsByBucket,
    throttledMs,
    version,
    changes: { nodes: changesView(changes.nodes), edges: changesView(changes.edges) },
    coverage: coverage.map(coverageView),
  };
}

function changesView({ added, changed, closed }: ChangeCounts): ChangeCounts {
  return { added, changed, closed };
}

function progressView(progress: ScanProgress | null): SyncBody['progress'] {
  if (progress === null) return null;
  const { wave, waves, resource, title, records, requests, expectedRequests, waiting, judged } = progress;
  return {
    wave,
    waves,
    resource,
    title,
    records,
    requests,
    expectedRequests,
    waiting: waiting === null ? null : { bucket: waiting.bucket, until: waiting.until },
    judged: judged.map((one) => ({
      wave: one.wave,
      opened: one.opened,
      reopened: one.reopened,
      resolved: one.resolved,
    })),
  };
}
