import { DomainError } from '@posture/domain';
import type { Run, RunError, RunLease, RunState } from './run';

export function alreadyActive({ id, kind, state, holder }: Run): DomainError {
  const where = holder === null ? '' : ` (${holder})`;
  return new DomainError('run.already_active', 'conflict', `Run ${id}, a ${kind}, is ${state}${where}.`, {
    remedy: 'Wait for it, or cancel it.',
    details: { runId: id, state },
  });
}

/** A transition from a state that does not have it. */
export function wrongState({ id, state }: Pick<Run, 'id' | 'state'>, what: string): DomainError {
  return new DomainError('run.wrong_state', 'conflict', `Run ${id} is ${state}; it cannot be ${what}.`, {
    details: { runId: id, state },
  });
}

export function fenced({ runId, fence }: RunLease, state: RunState): DomainError {
  const message =
    state === 'cancelled' ? `Run ${runId} was cancelled.` : `Run ${runId} was taken over by another process.`;
  return new DomainError('run.fenced', 'conflict', message, {
    remedy: 'Stop working on it.',
    details: { runId, fence, state },
  });
}

export function notFound(id: string): DomainError {
  return new DomainError('run.not_found', 'not_found', `There is no run ${id}.`, { field: 'id' });
}

const NO_ERROR = { kind: 'conflict', field: null, remedy: null, step: null } as const;

/** Why a run ended that another took the place of. */
export const SUPERSEDED: RunError = {
  ...NO_ERROR,
  code: 'run.superseded',
  message: 'Nobody worked on it any more, and it was asked for again.',
};

export function cancelled({ step }: Run): RunError {
  return { ...NO_ERROR, code: 'run.cancelled', message: 'Stopped by an operator.', step };
}

/** Why a run ended that died with its process once too often. */
export function abandoned({ attempt, step }: Run): RunError {
  return {
    code: 'run.abandoned',
    kind: 'internal',
    message: `The process that worked on it ended without a word, at attempt ${attempt}.`,
    field: null,
    remedy: 'See the log and the memory limit of the workers, then start it again.',
    step,
  };
}
