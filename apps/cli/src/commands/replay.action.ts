import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import type { ParameterValue, RuleFile, Severity } from '@posture/domain';
import { Providers, WorkHere, chosenDetections, detectionOf, eventsOf, exitCodeOf, replay } from '@posture/flows';
import type { ChosenRules, Profile } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import type { AppConfig } from '@posture/platform';
import { allRules } from '../all-rules';
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
  readonly profile: Profile;
  readonly failOn: Severity;
  readonly format: 'table' | 'json';
}

/** Of a file, or of a connection's log. */
export async function replayEvents(options: ReplayOptions, command: Command): Promise<void> {
  const { events, connection } = options;
  if (connection !== undefined && events === undefined) return backtest(connection, options, command);
  if (events !== undefined && connection === undefined) return replayFile(events, options, configOf(command));
  throw new DomainError('replay.source_invalid', 'invalid', 'Which events are to be judged is not said once.', {
    field: '--events, --connection',
    remedy: 'Give a file of events, or a connection and from when on.',
  });
}

async function backtest(connectionId: string, options: ReplayOptions, command: Command): Promise<void> {
  const from = instantOf(options.from ?? '', '--from');
  const to = options.to === undefined ? null : instantOf(options.to, '--to');
  await withApp(configOf(command), async (app) => {
    const { provider } = await app.get(ConnectionStore).get(connectionId);
    const rules = chosen(app.get(Providers).rulesOf(provider), options);
    const backtest = await app.get(WorkHere).replay(connectionId, { ...rules, from, to }, 'cli');
    const { report, ...beside } = backtest;
    say(options.format === 'json' ? JSON.stringify({ ...report, ...beside }, null, 2) : backtestTable(backtest));
    process.exitCode = exitCodeOf(report, options.failOn);
  });
}

/** @throws {DomainError} `replay.instant_invalid` */
function instantOf(text: string, field: string): string {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return new Date(at).toISOString();
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

async function replayFile(file: string, options: ReplayOptions, config: AppConfig): Promise<void> {
  const providers = await allRules(config);
  const provider = providers.get(options.provider);
  const files = providers.rulesOf(options.provider);
  const rules = chosenDetections(files, chosen(files, options));
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

/** The rules and values that were asked for, as they were typed. @throws {DomainError} `rule.unknown`, `rule.parameter_invalid` */
function chosen(files: readonly RuleFile[], { rule: ids, param = [], profile }: ReplayOptions): ChosenRules {
  const parameters: Record<string, Record<string, ParameterValue>> = {};
  for (const text of param) {
    const [, id = '', name = '', value = ''] = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text) ?? [];
    if (id === '') {
      throw new DomainError('rule.parameter_invalid', 'invalid', `"${text}" sets no parameter.`, {
        field: '--param',
        remedy: 'Write RULE.NAME=VALUE, such as okta-det-impossible-travel.kmPerHour=1200.',
      });
    }
    const file = detectionOf(files, id, '--param');
    parameters[id] = { ...parameters[id], [name]: valueOf(value, file.parameters[name]?.default) };
  }
  for (const id of ids ?? []) detectionOf(files, id, '--rule');
  return { profile, rules: ids ?? null, parameters };
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
