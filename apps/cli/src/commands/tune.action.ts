import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import { RulePreviews, RuleSettings, WorkHere } from '@posture/flows';
import { readTuningFile, tuningFile } from '@posture/rule-engine';
import { chosenConnection } from '../chosen-connection';
import { configOf, withApp } from '../open-app';
import { previewLines } from '../output/preview-lines';
import { note, say } from '../output/say';

export interface SettingsOptions {
  readonly connection?: string;
  readonly format: 'yaml' | 'json';
}

export interface TuneOptions {
  readonly connection?: string;
  readonly preview?: boolean;
  readonly reason?: string;
}

export async function settings({ connection, format }: SettingsOptions, command: Command): Promise<void> {
  await withApp(configOf(command), async (app) => {
    const { id } = await chosenConnection(app, connection);
    const { version, tuning, changedAt, changedBy, reason, problems } = await app.get(RuleSettings).get(id);
    if (format === 'json')
      return say(JSON.stringify({ version, ...tuning, changedAt, changedBy, reason, problems }, null, 2));
    if (changedAt === null) note('Nobody has tuned the rules of this connection.');
    else
      note(
        `Version ${version}, by ${changedBy?.name} on ${changedAt.toISOString()}${reason === null ? '' : `: ${reason}`}`,
      );
    for (const { field, message, remedy } of problems) note(`passed over: ${field}: ${message} ${remedy}`);
    say(await tuningFile(tuning));
  });
}

/** What the file says is what holds from now on, whatever it was. */
export async function tune(file: string, options: TuneOptions, command: Command): Promise<void> {
  const whole = await readTuningFile(readText(file), file);
  await withApp(configOf(command), async (app) => {
    const { id } = await chosenConnection(app, options.connection);
    const all = app.get(RuleSettings);
    if (options.preview === true) {
      for (const line of previewLines(await app.get(RulePreviews).of(id, await all.replaced(id, whole)))) say(line);
      return;
    }
    const { version } = await all.get(id);
    const name = userInfo().username;
    const changedBy = { kind: 'cli' as const, id: name, name };
    const saved = await app
      .get(WorkHere)
      .whatFollows(() => all.replace(id, whole, version, { changedBy, reason: options.reason ?? null }));
    note(`The rules are tuned as ${file} says (version ${saved.version}), and what is known was judged by it.`);
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new DomainError('tuning.malformed', 'invalid', `The file ${file} cannot be read.`, {
      field: 'file',
      remedy: 'Give a file that exists; `posture rules settings > FILE` writes the first one.',
      cause,
    });
  }
}
