import type { ScanInput, ScanProgress, SyncOfRun } from '@posture/flows';
import { errorView } from '../runs/runs.view';
import type { SyncBody } from './syncs.body';
import type { StartSyncBody } from './syncs.dto';

export function inputOf({ profile, factors, includeClientSecrets, acceptDisappearance }: StartSyncBody): ScanInput {
  return {
    profile,
    read: [...(factors === 'all' ? ['all-factors'] : []), ...(includeClientSecrets ? ['client-secrets'] : [])],
    acceptDisappearance,
  };
}

export function syncView({ run, report }: SyncOfRun): SyncBody {
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
    report: report as unknown as SyncBody['report'],
    progress: run.state === 'running' ? progressView(run.progress as unknown as ScanProgress | null) : null,
  };
}

function progressView(progress: ScanProgress | null): SyncBody['progress'] {
  return progress === null ? null : { ...progress, judged: [...progress.judged] };
}
