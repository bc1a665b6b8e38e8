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
  const { startedAt, finishedAt, requests, requestsByBucket, throttledMs, version, changes } = report;
  const { resources, coverage, failed, failures } = report;
  return {
    startedAt,
    finishedAt,
    requests,
    requestsByBucket,
    throttledMs,
    version,
    changes: rowChangesView(changes),
    failed,
    failures: failures.map(({ at, path, status, code, requestId }) => ({ at, path, status, code, requestId })),
    coverage: coverage.map((line) => ({
      ...coverageView(line),
      changes: resources === null ? null : rowChangesView(resources[line.resource] ?? UNCHANGED),
    })),
  };
}

const NONE: ChangeCounts = { added: 0, changed: 0, closed: 0 };
const UNCHANGED = { nodes: NONE, edges: NONE };

function rowChangesView({ nodes, edges }: typeof UNCHANGED): typeof UNCHANGED {
  return { nodes: changesView(nodes), edges: changesView(edges) };
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
