import { DomainError } from '@posture/domain';
import type { RuleFile } from '@posture/domain';
import type { Run } from '@posture/platform';
import { isOn, profileValues, resolveRule } from '@posture/rule-engine';
import type { Parameters, ResolvedRule } from '@posture/rule-engine';
import { profileOf } from '../scan-input';
import type { Profile } from '../scan-input';

/** Which detections judge, and by which values. */
export interface ChosenRules {
  readonly profile: Profile;
  /** By id, also those the profile leaves out; null: those of the profile. */
  readonly rules: readonly string[] | null;
  /** By rule and name, in the place of the profile's. */
  readonly parameters: Readonly<Record<string, Parameters>>;
}

/** What a replay is asked to do. Written to its run, so that any process can do it. */
export interface ReplayInput extends ChosenRules {
  /** ISO 8601. */
  readonly from: string;
  /** Before that instant, as ISO 8601; null: as far as the log was read. */
  readonly to: string | null;
}

/** What a run of kind `replay` was asked. @throws as `profileOf` */
export function replayInputOf(run: Pick<Run, 'input'>): ReplayInput {
  return { ...(run.input as unknown as ReplayInput), profile: profileOf(run) };
}

/**
 * The rules that were chosen, with the values they judge by.
 * @throws {DomainError} `rule.unknown`, `rule.parameter_invalid`, naming the part of what was chosen
 */
export function chosenDetections(
  files: readonly RuleFile[],
  { profile, rules, parameters }: ChosenRules,
): ResolvedRule[] {
  const wanted =
    rules === null
      ? files.filter((file) => file.kind === 'detection' && isOn(file, profile))
      : [...new Set(rules)].map((id) => detectionOf(files, id, 'rules'));
  for (const id of Object.keys(parameters)) {
    if (!wanted.includes(detectionOf(files, id, `parameters.${id}`))) throw notChosen(id);
  }
  return wanted.map((file) => resolveRule(file, { ...profileValues(file, profile), ...parameters[file.id] }));
}

/** A rule about what happens. @param field what named it, for a refusal @throws {DomainError} `rule.unknown` */
export function detectionOf(files: readonly RuleFile[], id: string, field: string): RuleFile {
  const file = files.find((each) => each.kind === 'detection' && each.id === id);
  if (file !== undefined) return file;
  throw new DomainError('rule.unknown', 'invalid', `There is no detection "${id}".`, {
    field,
    remedy: 'List the rules (`posture rules list`, GET /api/v1/rules) and correct the id.',
  });
}

function notChosen(id: string): DomainError {
  return new DomainError('rule.parameter_invalid', 'invalid', `Rule ${id} is not among those that are to judge.`, {
    field: `parameters.${id}`,
    remedy: 'Name it among the rules too, or give no value for it.',
  });
}
