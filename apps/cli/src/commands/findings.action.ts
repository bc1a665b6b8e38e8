import type { Command } from 'commander';
import { SEVERITIES } from '@posture/domain';
import type { Severity } from '@posture/domain';
import { withArea } from '../areas/area';
import type { FindingStep, FindingsArea, Grouped, StandingTerms, ToldDue, ToldFinding } from '../areas/findings.area';
import { FINDINGS } from '../areas/places';
import { findingLine, findingText, groupLine } from '../output/finding-text';
import { say } from '../output/say';
import { endOf } from '../until';
import { NEVER } from './never';

export interface ListOptions {
  readonly view?: string;
  readonly groupBy?: Grouped;
  readonly limit: number;
  readonly format: 'table' | 'json';
}

export interface SaveOptions {
  readonly sort?: string;
  readonly shared: boolean;
}

export interface NoteOptions {
  readonly note?: string;
}

export interface ExceptOptions {
  readonly kind: StandingTerms['kind'];
  readonly reason: string;
  readonly until?: string;
}

export interface DueOptions extends Partial<Record<Severity, number | typeof NEVER>> {
  readonly connection?: string;
  readonly open?: true;
}

const NOT_RESOLVED = '-status:resolved';

export async function list(filter: string, options: ListOptions, command: Command): Promise<void> {
  const { view, groupBy, limit, format } = options;
  await withArea(FINDINGS, command, async (findings) => {
    const asked = { filter: filter === '' && view === undefined ? NOT_RESOLVED : filter, view };
    const found =
      groupBy === undefined
        ? told(await findings.list(asked, limit + 1), findingLine)
        : told(await findings.groups(asked, groupBy, limit + 1), groupLine);
    const listed = found.slice(0, limit);
    if (format === 'json')
      return say(
        JSON.stringify(
          listed.map(({ shown }) => shown),
          null,
          2,
        ),
      );
    for (const { line } of listed) say(line);
    const what = groupBy === undefined ? 'findings' : 'groups';
    say(found.length > limit ? `the worst ${limit} ${what}; --limit shows more` : `${listed.length} ${what}`);
  });
}

function told<Row>(rows: readonly Row[], lineOf: (row: Row) => string) {
  return rows.map((shown) => ({ shown, line: lineOf(shown) }));
}

export async function save(name: string, filter: string, options: SaveOptions, command: Command): Promise<void> {
  const { sort = null, shared } = options;
  await withArea(FINDINGS, command, async (findings) => {
    await findings.save({ name, filter, sort, shared });
    say(`saved as "${name}"`);
  });
}

export async function show(id: string, { format }: Pick<ListOptions, 'format'>, command: Command): Promise<void> {
  await withArea(FINDINGS, command, async (findings) => {
    const finding = await findings.get(id);
    if (format === 'json') return say(JSON.stringify(finding, null, 2));
    for (const line of findingText(finding)) say(line);
  });
}

export async function assign(id: string, who: string, command: Command): Promise<void> {
  await change(command, (findings) => findings.assign(id, who === 'nobody' ? null : who));
}

export async function review(id: string, command: Command): Promise<void> {
  await change(command, (findings) => findings.review(id));
}

export async function comment(id: string, text: string, command: Command): Promise<void> {
  await change(command, (findings) => findings.comment(id, text));
}

export async function step(id: string, wanted: FindingStep, command: Command): Promise<void> {
  await change(command, (findings) => findings.step(id, wanted));
}

export async function except(id: string, options: ExceptOptions, command: Command): Promise<void> {
  const terms = termsOf(options);
  await change(command, (findings) => findings.except(id, terms));
}

/** @throws {DomainError} as `endOf` */
export function termsOf({ kind, reason, until }: ExceptOptions): StandingTerms {
  return { kind, reason, ...(until === undefined ? {} : { expiresAt: endOf(until).toISOString() }) };
}

/** Says how long findings of a connection may stand, once that is chosen where it is. */
export async function due({ connection, open, ...given }: DueOptions, command: Command): Promise<void> {
  // Beside them are the options every command takes.
  const chosen = SEVERITIES.filter((severity) => given[severity] !== undefined);
  const days = Object.fromEntries(
    chosen.map((severity) => [severity, given[severity] === NEVER ? null : given[severity]]),
  ) as Partial<ToldDue>;
  await withArea(FINDINGS, command, async (findings) => {
    const isChange = open === true || chosen.length > 0;
    const policy = isChange
      ? await findings.changeDue(connection, { ...days, appliesToOpen: open === true })
      : await findings.due(connection);
    for (const severity of [...SEVERITIES].reverse()) say(`${severity.padEnd(13)} ${policy[severity] ?? NEVER}`);
  });
}

/** Shows what became of a finding. */
async function change(command: Command, work: (findings: FindingsArea) => Promise<ToldFinding>): Promise<void> {
  await withArea(FINDINGS, command, async (findings) => say(findingLine(await work(findings))));
}
