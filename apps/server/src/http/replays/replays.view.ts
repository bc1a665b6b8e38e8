import { DomainError } from '@posture/domain';
import type { ParameterValue } from '@posture/domain';
import type { ReplayInput, ReplayOfRun } from '@posture/flows';
import type { Run } from '@posture/platform';
import { runView } from '../runs/runs.view';
import type { ReplayBody, ReplayDetailBody } from './replays.body';
import type { StartReplayBody } from './replays.dto';

/** @throws {DomainError} `request.invalid` */
export function inputOf({ from, to, profile, rules, parameters = {} }: StartReplayBody): ReplayInput {
  return {
    profile,
    from: from.toISOString(),
    to: to?.toISOString() ?? null,
    rules: rules ?? null,
    parameters: Object.fromEntries(Object.entries(parameters).map(([id, values]) => [id, valuesOf(id, values)])),
  };
}

function valuesOf(id: string, values: unknown): Record<string, ParameterValue> {
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw unusable(`parameters.${id}`, 'Give an object of values by name.');
  for (const [name, value] of Object.entries(values)) {
    const parts: unknown[] = Array.isArray(value) ? value : [value];
    if (!parts.every((part) => ['string', 'number', 'boolean'].includes(typeof part)))
      throw unusable(`parameters.${id}.${name}`, 'Give a text, a number, true, false, or a list of texts or numbers.');
  }
  return values as Record<string, ParameterValue>;
}

function unusable(field: string, remedy: string): DomainError {
  return new DomainError('request.invalid', 'invalid', `${field} holds no value a parameter can have.`, {
    field,
    remedy,
  });
}

export function replayView(run: Run): ReplayBody {
  return { ...runView(run), options: run.input };
}

export function replayDetailView({ run, backtest }: ReplayOfRun): ReplayDetailBody {
  const { report, leftOut, beside } = backtest ?? { report: null, leftOut: null, beside: null };
  return { ...replayView(run), report, leftOut, beside };
}
