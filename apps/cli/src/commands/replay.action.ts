import { DomainError } from '@posture/domain';
import type { ParameterValue, ProfileName, RuleFile, Severity } from '@posture/domain';
import { eventsOf, exitCodeOf, loadProviders, replay } from '@posture/flows';
import { isOn, profileValues, resolveRule } from '@posture/rule-engine';
import type { ResolvedRule } from '@posture/rule-engine';
import { replayTable } from '../output/replay-table';
import { say } from '../output/say';

export interface ReplayOptions {
  readonly events: string;
  readonly rule?: readonly string[];
  readonly param?: readonly string[];
  readonly provider: string;
  readonly profile: ProfileName;
  readonly failOn: Severity;
  readonly format: 'table' | 'json';
}

export async function replayFile(options: ReplayOptions): Promise<void> {
  const providers = await loadProviders();
  const provider = providers.get(options.provider);
  const rules = chosen(providers.rulesOf(options.provider), options);
  const events = await eventsOf(options.events);
  const report = replay({
    provider,
    events,
    rules,
    profile: options.profile,
    name: options.events === '-' ? 'standard input' : options.events,
    now: new Date(),
  });
  say(options.format === 'json' ? JSON.stringify(report, null, 2) : replayTable(report));
  process.exitCode = exitCodeOf(report, options.failOn);
}

function chosen(files: readonly RuleFile[], { rule: ids, param = [], profile }: ReplayOptions): ResolvedRule[] {
  const detections = files.filter(({ kind }) => kind === 'detection');
  const byId = new Map(detections.map((file) => [file.id, file]));
  const known = (id: string, field: string): RuleFile => {
    const file = byId.get(id);
    if (file !== undefined) return file;
    throw new DomainError('rule.unknown', 'invalid', `There is no detection "${id}".`, {
      field,
      remedy: 'List the rules with `posture rules list` and correct the id.',
    });
  };
  const values = new Map<string, Record<string, ParameterValue>>();
  for (const text of param) {
    const [, id = '', name = '', value = ''] = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text) ?? [];
    if (id === '') {
      throw new DomainError('rule.parameter_invalid', 'invalid', `"${text}" sets no parameter.`, {
        field: '--param',
        remedy: 'Write RULE.NAME=VALUE, such as okta-det-impossible-travel.kmPerHour=1200.',
      });
    }
    const file = known(id, '--param');
    values.set(id, { ...values.get(id), [name]: valueOf(value, file.parameters[name]?.default) });
  }
  const wanted =
    ids === undefined ? detections.filter((file) => isOn(file, profile)) : ids.map((id) => known(id, '--rule'));
  return wanted.map((file) => resolveRule(file, { ...profileValues(file, profile), ...values.get(file.id) }));
}

/** As the parameter's default is: what does not fit is left for the rule to refuse. */
function valueOf(text: string, like: ParameterValue | undefined): ParameterValue {
  const scalar = (part: string, as: unknown): number | string => {
    const number = Number(part);
    return (typeof as === 'number' || as === undefined) && part.trim() !== '' && !Number.isNaN(number) ? number : part;
  };
  if (Array.isArray(like)) {
    const parts = text.split(',').map((part) => part.trim());
    return parts.filter((part) => part !== '').map((part) => scalar(part, (like as readonly unknown[])[0]));
  }
  if (typeof like === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return typeof like === 'number' ? scalar(text, like) : text;
}
