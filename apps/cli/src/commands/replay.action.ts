import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import type { ParameterValue, ProfileName, RuleFile, Severity } from '@posture/domain';
import { Backtests, Providers, eventsOf, exitCodeOf, loadProviders, replay } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import { isOn, profileValues, resolveRule } from '@posture/rule-engine';
import type { ResolvedRule } from '@posture/rule-engine';
import { configOf, withApp } from '../open-app';
import { backtestTable, replayTable } from '../output/replay-table';
import { say } from '../output/say';

export interface ReplayOptions {
  readonly events?: string;
  readonly connection?: string;
  readonly from?: string;
  readonly to?: string;
  readonly rule?: readonly string[];
  readonly param?: readonly string[];
  readonly provider: string;
  readonly profile: ProfileName;
  readonly failOn: Severity;
  readonly format: 'table' | 'json';
}

/** Of a file, or of a connection's log. */
export async function replayEvents(options: ReplayOptions, command: Command): Promise<void> {
  const { events, connection } = options;
  if (connection !== undefined && events === undefined) return backtest(connection, options, command);
  if (events !== undefined && connection === undefined) return replayFile(events, options);
  throw new DomainError('replay.source_invalid', 'invalid', 'Which events are to be judged is not said once.', {
    field: '--events, --connection',
    remedy: 'Give a file of events, or a connection and from when on.',
  });
}

async function backtest(connectionId: string, options: ReplayOptions, command: Command): Promise<void> {
  const from = instantOf(options.from ?? '', '--from');
  const to = options.to === undefined ? new Date() : instantOf(options.to, '--to');
  await withApp(configOf(command), async (app) => {
    const { provider } = await app.get(ConnectionStore).get(connectionId);
    const rules = chosen(app.get(Providers).rulesOf(provider), options);
    const asked = { connectionId, from, to, rules, profile: options.profile };
    const { report, ...beside } = await app.get(Backtests).run(asked);
    say(
      options.format === 'json' ? JSON.stringify({ ...report, beside }, null, 2) : backtestTable({ report, ...beside }),
    );
    process.exitCode = exitCodeOf(report, options.failOn);
  });
}

/** @throws {DomainError} `replay.instant_invalid` */
function instantOf(text: string, field: string): Date {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return new Date(at);
  throw new DomainError(
    'replay.instant_invalid',
    'invalid',
    text === '' ? 'From when on is not said.' : `"${text}" is no instant.`,
    {
      field,
      remedy: 'Write a day or an instant, such as 2026-03-02 or 2026-03-02T14:00:00Z.',
    },
  );
}

async function replayFile(file: string, options: ReplayOptions): Promise<void> {
  const providers = await loadProviders();
  const provider = providers.get(options.provider);
  const rules = chosen(providers.rulesOf(options.provider), options);
  const events = await eventsOf(file);
  const report = replay({
    provider,
    events,
    rules,
    profile: options.profile,
    name: file === '-' ? 'standard input' : file,
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
