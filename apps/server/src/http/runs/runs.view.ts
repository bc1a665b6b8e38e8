import type { FindingStep } from '@posture/findings';
import type { Run } from '@posture/platform';
import { subjectView } from '../subject.view';
import type { FindingChangeBody, RunBody, RunErrorBody } from './runs.body';

export function runView(run: Run): RunBody {
  return {
    id: run.id,
    kind: run.kind,
    connectionId: run.connectionId,
    state: run.state,
    trigger: run.trigger,
    attempt: run.attempt,
    maxAttempts: run.maxAttempts,
    dueAt: run.dueAt.toISOString(),
    waitingWhy: run.waitingWhy,
    holder: run.holder,
    step: run.step,
    progress: run.progress,
    error: errorView(run),
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}

export function errorView({ error }: Run): RunErrorBody | null {
  if (error === null) return null;
  const { code, message, field, remedy, step } = error;
  return { code, message, field, remedy, step };
}

export function findingChangeView({ id, at, type, bulk, finding }: FindingStep): FindingChangeBody {
  const { rule, severity, score, status, supersededBy, title, subject } = finding;
  return {
    id,
    at: at.toISOString(),
    type,
    bulk,
    finding: { id: finding.id, rule, severity, score, status, supersededBy, title, subject: subjectView(subject) },
  };
}
