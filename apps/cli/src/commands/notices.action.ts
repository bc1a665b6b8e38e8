import type { Command } from 'commander';
import { withArea } from '../areas/area';
import type { ToldNotice } from '../areas/notices.area';
import { NOTICES } from '../areas/places';
import { minuteOf } from '../output/minute-of';
import { note, say } from '../output/say';

export interface NoticesOptions {
  readonly open?: true;
  readonly limit: number;
  readonly format: 'table' | 'json';
}

export async function list({ open, limit, format }: NoticesOptions, command: Command): Promise<void> {
  await withArea(NOTICES, command, async (area) => {
    const found = await area.list(open === true, limit + 1);
    const listed = found.slice(0, limit);
    const { state, error } = await area.mail();
    // Whoever relies on mail is to know that it does not go.
    if (state === 'failing') note(`Mail does not go out: ${error}`);
    if (format === 'json') return say(JSON.stringify(listed, null, 2));
    for (const notice of listed) say(line(notice));
    say(found.length > limit ? `the newest ${limit} notices; --limit shows more` : `${listed.length} notices`);
  });
}

export async function show(id: string, { format }: Pick<NoticesOptions, 'format'>, command: Command): Promise<void> {
  await withArea(NOTICES, command, async (area) => {
    const notice = await area.get(id);
    if (format === 'json') return say(JSON.stringify(notice, null, 2));
    say(line(notice));
    say(`  ${notice.text}`);
    if (notice.nextStep !== null) say(`  next:  ${notice.nextStep}`);
    if (notice.runId !== null) say(`  sync:  ${notice.runId}; "posture runs show" tells more`);
    for (const { recipient, state, attempts, error } of notice.mails)
      say(`  mail:  ${recipient} ${state} after ${attempts} attempts${error === null ? '' : `: ${error}`}`);
  });
}

export async function acknowledge(id: string, command: Command): Promise<void> {
  await withArea(NOTICES, command, async (area) => say(line(await area.acknowledge(id))));
}

function line({ id, type, title, count, lastAt, recoveredAt, acknowledgedBy }: ToldNotice): string {
  const often = count > 1 ? `, ${count} times` : '';
  const over = recoveredAt === null ? '' : `, over since ${minuteOf(recoveredAt)}`;
  const seen = acknowledgedBy === null ? '' : `, seen by ${acknowledgedBy.name}`;
  return `${minuteOf(lastAt)}  ${id}  ${type.padEnd(20)} ${title}${often}${over}${seen}`;
}
