import type { Actor } from '@posture/domain';
import { BulkChanges, FindingLists, FindingStore, FindingTriage, parseFilter } from '@posture/findings';
import type { ListAsked } from '@posture/findings';
import { RunStore, systemClock, uuidv7 } from '@posture/platform';
import type { Database } from '@posture/platform';
import { writeManyFindings } from '../support/many-findings';
import { openTestStore } from '../support/stores';
import type { BenchPart, PartResult } from './part';
import { figure } from './part';
import { percentile, timed } from './stopwatch';

/** Another size is for trying the part itself. */
const FINDINGS = Number(process.env['BENCH_FINDINGS'] ?? 1_000_000);
const BULK = Math.min(100_000, FINDINGS / 10);
const ROUNDS = 60;
const ACTOR: Actor = { kind: 'api_key', id: 'bench', name: 'bench' };

/** What people ask of lists, the usual first. */
const QUESTIONS = [
  'is:present -is:superseded',
  'severity:>=high status:open',
  'rule:rule-7 status:open,acknowledged',
  'assignee:none severity:critical is:overdue',
] as const;

export const findingsPart: BenchPart = {
  name: 'findings',
  title: 'Looking through findings',
  method: `A PostgreSQL with findings of ten connections, 200 rules and 100,000 subjects, made by the database. Pages of 50 in the usual order for four
filters, the first and the tenth of each; the counts of all facets for the same filters; and a change of many findings by a filter, from settling which
ones to the last commit, each with its step of history.`,
  run,
};

async function run(say: (line: string) => void): Promise<PartResult> {
  const store = await openTestStore('server');
  try {
    const { database } = store;
    const connections = Array.from({ length: 10 }, () => uuidv7());
    await writeManyFindings(database, { count: FINDINGS, connections, rules: 200, subjects: 100_000 });
    await database.query('vacuum (analyze) finding');
    say(`${FINDINGS} findings written`);
    const lists = new FindingLists(database, systemClock);
    const asked = (text: string): ListAsked => ({ filter: parseFilter(text), sees: null });

    const pages: number[] = [];
    const facets: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const of = asked(QUESTIONS[round % QUESTIONS.length]!);
      pages.push((await timed(() => lists.page(of, 50))).seconds * 1_000);
      facets.push((await timed(() => lists.facets(of))).seconds * 1_000);
    }
    say('lists and facets measured');
    const bulk = await timed(() => changeMany(database));

    const page = percentile(pages, 0.99);
    const facet = percentile(facets, 0.95);
    return {
      sizes: `${FINDINGS.toLocaleString('en')} findings; ${bulk.result.toLocaleString('en')} of them changed at once.`,
      figures: [
        figure('a page of 50 of a list, p99', `${ROUNDS} pages`, null, page, { atMost: 100, unit: 'ms' }),
        figure('all facets, p95', `${ROUNDS} times`, null, facet, { atMost: 400, unit: 'ms' }),
        figure('a change of many', `${bulk.result} findings`, null, bulk.seconds, { atMost: 30, unit: 's' }),
      ],
      left: [],
    };
  } finally {
    await store.close();
  }
}

/** @returns how many were changed */
async function changeMany(database: Database): Promise<number> {
  const score = Math.round((100 * BULK * 7) / (FINDINGS * 3));
  const filter = parseFilter(`status:open score:<=${score}`);
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from finding where status = 'open' and score <= $1`,
    [score],
  );
  const triage = new FindingTriage(database, new FindingStore(database), systemClock);
  const changes = new BulkChanges(database, triage, systemClock);
  const { id } = await new RunStore(database, systemClock).enqueue({ kind: 'triage', trigger: 'bench' }, (run, tx) =>
    changes.choose(run.id, { asked: { filter, sees: null }, expectedCount: row!.count }, tx),
  );
  while ((await changes.goOn(id, { action: 'acknowledge' }, ACTOR, async () => undefined)) > 0);
  return (await changes.counts(id)).succeeded;
}
