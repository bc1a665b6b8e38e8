import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import { readTuningFile, tuningFile } from '@posture/rule-engine';
import { withArea } from '../areas/area';
import { RULES } from '../areas/rules.area';
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
  await withArea(RULES, command, async (area) => {
    const told = await area.settings(connection);
    if (format === 'json') return say(JSON.stringify(told, null, 2));
    const { version, rules, classification, changedAt, changedBy, reason, problems } = told;
    if (changedAt === null) note('Nobody has tuned the rules of this connection.');
    else note(`Version ${version}, by ${changedBy?.name} on ${changedAt}${reason === null ? '' : `: ${reason}`}`);
    for (const { field, message, remedy } of problems) note(`passed over: ${field}: ${message} ${remedy}`);
    say(await tuningFile({ rules, classification }));
  });
}

/** What the file says is what holds from now on, whatever it was. */
export async function tune(file: string, options: TuneOptions, command: Command): Promise<void> {
  const { connection, preview = false, reason = null } = options;
  const whole = await readTuningFile(readText(file), file);
  await withArea(RULES, command, async (rules) => {
    if (preview) {
      for (const line of previewLines(await rules.preview(connection, whole))) say(line);
      return;
    }
    const { version, isJudged } = await rules.tune(connection, whole, reason);
    const was = isJudged ? 'was' : 'is being';
    note(`The rules are tuned as ${file} says (version ${version}), and what is known ${was} judged by it.`);
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
