import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '@posture/domain';
import { KeptAnswers, SecretBox } from '@posture/platform';
import type { AnswerClaim } from '@posture/platform';
import { SetClock } from '../support/set-clock';
import { STORE_KINDS, openTestStore } from '../support/stores';
import type { TestStore } from '../support/stores';

const ANSWER = { status: 201, headers: { location: '/api/v1/runs/1' }, body: '{"secret":"canary-shown-once"}' };

describe.each(STORE_KINDS)('Answers that are kept, on the %s store', (kind) => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-answers-'));
  const clock = new SetClock();
  let store: TestStore;
  /** As two processes have them. */
  let here: KeptAnswers;
  let there: KeptAnswers;
  let requests = 0;

  beforeAll(async () => {
    store = await openTestStore(kind);
    const secrets = SecretBox.open(join(dir, 'master.key'));
    here = new KeptAnswers(store.database, secrets, clock);
    there = new KeptAnswers(await store.connect(), secrets, clock);
  });
  afterAll(async () => {
    await store?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const asked = (key = `key-${(requests += 1)}`, request = 'this') => ({
    ...{ principal: 'api_key:1', route: 'POST /channels', key, request },
  });
  const claimOf = async (answers: KeptAnswers, what = asked()): Promise<AnswerClaim> => {
    const claimed = await answers.claim(what);
    if (!('claim' in claimed)) throw new Error('It was answered already.');
    return claimed;
  };
  const codeOf = (claim: Promise<unknown>): Promise<string> =>
    claim.then(
      () => 'claimed',
      (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
    );

  it('are claimed by one of several processes that ask at the same moment', async () => {
    const what = asked();
    const claims = await Promise.all([here, there, here, there].map((answers) => codeOf(answers.claim(what))));
    expect(claims.sort()).toEqual(['claimed', ...Array.from({ length: 3 }, () => 'idempotency_key.in_progress')]);
  });

  it('are given in every process, and stand sealed in the record', async () => {
    const claim = await claimOf(here);
    await here.keep(claim, ANSWER);
    expect(await there.claim(claim.asked)).toEqual(ANSWER);
    expect(JSON.stringify(await store.database.query('select * from kept_answer'))).not.toContain('canary');
  });

  it('open in the row they were sealed for only', async () => {
    const [one, other] = [await claimOf(here), await claimOf(here)];
    for (const claim of [one, other]) await here.keep(claim, ANSWER);
    await store.database.query(
      `update kept_answer set body_sealed = (select body_sealed from kept_answer where key = $1) where key = $2`,
      [one.asked.key, other.asked.key],
    );
    expect(await codeOf(here.claim(other.asked))).toBe('secret.unreadable');
  });

  it('may be claimed anew a minute after nobody renews the claim, under the same id; the first is too late then', async () => {
    const first = await claimOf(here);
    clock.pass(50_000);
    expect(await here.renew(first)).toBe(true);
    clock.pass(50_000);
    expect(await codeOf(there.claim(first.asked))).toBe('idempotency_key.in_progress');
    clock.pass(20_000);

    const second = await claimOf(there, first.asked);
    expect([second.newId, await here.renew(first)]).toEqual([first.newId, false]);
    await here.keep(first, { ...ANSWER, status: 200 });
    await here.free(first);
    await there.keep(second, ANSWER);
    expect(await here.claim(first.asked)).toEqual(ANSWER);
  });

  it.each([
    ['at once where the process that claimed it is gone from this host', `${hostname()}/999999999`, 'claimed'],
    ['after a minute where it is of another host', 'elsewhere.example/1', 'idempotency_key.in_progress'],
  ])('may be claimed anew %s', async (_when, holder, outcome) => {
    const { asked: what } = await claimOf(here);
    await store.database.query('update kept_answer set holder = $1 where key = $2', [holder, what.key]);
    expect(await codeOf(there.claim(what))).toBe(outcome);
  });

  it('are asked for again at once after a failure, under the same id, and after a refusal by any request', async () => {
    const failed = await claimOf(here);
    await here.release(failed);
    expect(await codeOf(there.claim(asked(failed.asked.key, 'that')))).toBe('idempotency_key.reused');
    const again = await claimOf(there, failed.asked);
    expect(again.newId).toBe(failed.newId);

    await there.free(again);
    const other = await claimOf(here, asked(failed.asked.key, 'that'));
    expect(other.newId).not.toBe(failed.newId);
  });
});
