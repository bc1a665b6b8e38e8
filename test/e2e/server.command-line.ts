import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Places } from '../../apps/cli/src/areas/area';
import {
  AUDIT,
  CHANNELS,
  CONNECTIONS,
  DRIFT,
  EXCEPTIONS,
  FINDINGS,
  KEYS,
  NOTICES,
  REPORT,
  RULES,
  RUNS,
  SCHEDULES,
} from '../../apps/cli/src/areas/places';
import { openServer } from '../../apps/cli/src/client/server';
import type { Server } from '../../apps/cli/src/client/server';
import { AppConfig, Secret } from '@posture/platform';
import { Receiver } from '../support/receiver';
import type { ScannedServer } from './server.answers';

/** What the command line prints of a server is what it prints of the store that server has. */
export function itIsAskedByTheCommandLine(scanned: ScannedServer & { readonly app: NestFastifyApplication }): void {
  let server: Server;

  /** One area, as this machine has it and as the server tells it over HTTP. */
  async function both<Area>(files: Places<Area>): Promise<[Area, Area]> {
    const [here, there] = [await files.here(), await files.there()];
    const opened = { config: scanned.app.get(AppConfig), app: async () => scanned.app };
    return [here(opened), there(server)];
  }

  describe('asked by the command line', () => {
    beforeAll(async () => {
      if (!scanned.app.getHttpServer().listening) await scanned.app.listen(0, '127.0.0.1');
      const { port } = scanned.app.getHttpServer().address() as AddressInfo;
      server = openServer({ url: `http://127.0.0.1:${port}`, key: new Secret(scanned.api.key) });
    });

    it('lists and shows findings as the store has them, and changes them', async () => {
      const [here, there] = await both(FINDINGS);
      const all = await there.list({ filter: 'is:present' }, 10_000);
      expect(all.length).toBeGreaterThan(20);
      expect(all).toEqual(await here.list({ filter: 'is:present' }, 10_000));
      expect(await there.list({ filter: 'severity:critical' }, 2)).toEqual(all.slice(0, 2));

      const { id, version } = all.find(({ assignee, status }) => assignee === null && status === 'open')!;
      expect((await there.assign(id, 'me')).assignee).not.toBeNull();
      expect((await there.comment(id, 'Asked who owns it.')).version).toBe(version + 2);
      expect((await there.step(id, { action: 'acknowledge' })).status).toBe('acknowledged');
      const terms = { kind: 'false_positive' as const, reason: 'It is a break-glass user.' };
      expect((await there.except(id, terms)).status).toBe('suppressed');
      const shown = await there.get(id);
      expect(shown.exception).toMatchObject(terms);
      expect(shown).toEqual(await here.get(id));
      expect((await there.step(id, { action: 'reopen' })).status).toBe('open');

      for (const format of ['csv', 'ocsf', 'json'] as const)
        expect(await textOf(there.export('severity:critical', format))).toBe(
          await textOf(here.export('severity:critical', format)),
        );
    });

    it('lists what a saved view means, and what findings have in common', async () => {
      const [here, there] = await both(FINDINGS);
      await there.save({ name: 'Grave', filter: 'severity:>=high', sort: '-lastSeenAt', shared: true });
      const grave = { filter: 'is:present', view: 'grave' };
      const listed = await there.list(grave, 100);
      expect(new Set(listed.map(({ severity }) => severity))).toEqual(new Set(['critical', 'high']));
      expect(listed).toEqual(await here.list(grave, 100));
      for (const by of ['rule', 'subject', 'fix'] as const) {
        const groups = await there.groups(grave, by, 100);
        expect(groups.length).toBeGreaterThan(0);
        expect(groups).toEqual(await here.groups(grave, by, 100));
      }
      const unknown = there.list({ filter: '', view: 'nothing' }, 1);
      await expect(unknown).rejects.toMatchObject({ code: 'view.not_found' });
    });

    it('lets many findings stand once they are counted, lists what stands, and ends it', async () => {
      const [here, there] = await both(EXCEPTIONS);
      const scope = { connection: 'Trial', filter: 'severity:low' };
      const { count, sample } = await there.preview(scope);
      expect(count).toBeGreaterThan(0);
      expect({ count, sample }).toEqual(await here.preview({ ...scope, connection: undefined }));
      const terms = { kind: 'false_positive' as const, reason: 'Nobody minds low ones.' };
      await expect(there.create(scope, terms, count + 50)).rejects.toMatchObject({ code: 'exception.count_changed' });
      const { id } = await there.create(scope, terms, count);
      const listed = await there.list({ connection: 'Trial', states: ['active'] }, 50);
      expect(listed.find((each) => each.id === id)).toMatchObject({ scope: 'filter', findings: count, ...terms });
      expect(listed).toEqual(await here.list({ states: ['active'] }, 50));
      expect(await there.get(id)).toEqual(await here.get(id));
      expect(await there.revoke(id)).toMatchObject({ id, state: 'revoked', endedBy: { kind: 'api_key' } });
    });

    it('makes findings due by what is chosen for their connection', async () => {
      const [here, there] = await both(FINDINGS);
      const before = await there.due('Trial');
      expect(await there.changeDue('Trial', { high: 7, appliesToOpen: false })).toEqual({ ...before, high: 7 });
      expect(await here.due(undefined)).toEqual({ ...before, high: 7 });
      await here.changeDue(undefined, { high: before.high, appliesToOpen: false });
      const refused = there.changeDue('Trial', { critical: 300, appliesToOpen: false });
      await expect(refused).rejects.toMatchObject({ code: 'due_policy.order_invalid' });
    });

    it('shows when orgs are read, chooses that, pauses and goes on', async () => {
      const [here, there] = await both(SCHEDULES);
      expect(await there.list()).toEqual(await here.list());
      const before = await there.get('Trial');
      const chosen = await there.change('Trial', { at: '02:30', zone: 'Europe/Berlin', evaluateEvery: 120 });
      expect(chosen).toMatchObject({ every: null, at: '02:30', profile: before.profile, evaluateEvery: 120 });
      expect(chosen).toEqual(await here.get(undefined));
      const pausedUntil = '2099-01-01T00:00:00.000Z';
      expect(await here.change(undefined, { isPaused: true, pausedUntil })).toMatchObject({
        nextAt: null,
        pausedUntil,
      });
      expect(await there.get('Trial')).toEqual(await here.get('Trial'));
      for (const place of [here, there])
        await expect(place.change('Trial', { every: 5 })).rejects.toMatchObject({ code: 'schedule.invalid' });
      await there.change('Trial', { isPaused: false, every: before.every ?? 1_440, evaluateEvery: null });
      expect(await here.get('Trial')).toMatchObject({
        isPaused: false,
        evaluateEvery: null,
        nextAt: expect.any(String),
      });
    });

    it('tells what those who run it are told, and who has seen that', async () => {
      const [here, there] = await both(NOTICES);
      const [notice, ...more] = await there.list(false, 200);
      expect(notice).toBeDefined();
      expect([notice, ...more]).toEqual(await here.list(false, 200));
      expect(await there.get(notice!.id)).toEqual(await here.get(notice!.id));
      const seen = await there.acknowledge(notice!.id);
      expect(seen.acknowledgedBy).not.toBeNull();
      expect(await here.acknowledge(notice!.id)).toEqual(seen);
      expect(await there.list(true, 200)).toEqual(
        more.filter(({ acknowledgedAt, recoveredAt }) => !acknowledgedAt && !recoveredAt),
      );
      expect(await there.mail()).toEqual(await here.mail());
    });

    it('lists runs, and stops none that has ended', async () => {
      const [here, there] = await both(RUNS);
      const asked = { connectionId: scanned.id, states: ['completed', 'cancelled'] as const };
      const runs = await there.list(asked, 50);
      expect(runs.map(({ kind }) => kind)).toContain('scan');
      expect(runs).toEqual(await here.list(asked, 50));
      for (const { id } of runs.filter(({ kind }) => kind === 'scan'))
        expect(await there.show(id)).toEqual(await here.show(id));
      const refused = there.abort(runs.find(({ state }) => state === 'completed')!.id);
      await expect(refused).rejects.toMatchObject({ code: 'run.wrong_state', requestId: expect.any(String) });
    });

    it('makes, lists, renews and ends keys', async () => {
      const [here, there] = await both(KEYS);
      const { key } = await there.create({ name: 'CI', role: 'viewer', connectionIds: [scanned.id], expiresInDays: 7 });
      const renewed = await there.rotate(key.id, { overlapHours: 1, expiresInDays: 7 });
      expect(renewed.key).toMatchObject({ id: key.id, formerUntil: expect.any(String) });
      await there.revoke(key.id);
      const keys = await there.list();
      expect(keys.find(({ id }) => id === key.id)).toMatchObject({ name: 'CI', state: 'revoked' });
      expect(keys).toEqual(await here.list());
    });

    it('tells how it goes with connections, what a credential may read, and has one read', async () => {
      const [here, there] = await both(CONNECTIONS);
      expect((await there.list()).map(({ id }) => id)).toEqual([scanned.id]);
      expect(await there.list()).toEqual(await here.list());
      expect(await there.get('Trial')).toEqual(await here.get(scanned.id));
      const { resources, ...probe } = await there.test(undefined);
      const { resources: same, ...probeHere } = await here.test(undefined);
      const known = ({ resource, state }: (typeof resources)[number]) => [resource, state];
      expect(resources.map(known)).toEqual(same.map(known));
      expect({ ...probe, plan: null, limits: null }).toEqual({ ...probeHere, plan: null, limits: null });

      const more = { includeClientSecrets: false, acceptDisappearance: false };
      const begun = await there.sync('Trial', { profile: 'default', factors: 'admins', ...more });
      expect(['queued', 'running']).toContain(begun.state);
      const [runs] = await both(RUNS);
      await runs.abort(begun.id);
    });

    it('explains rules, of themselves and of a subject', async () => {
      const [here, there] = await both(RULES);
      const rules = await there.list();
      expect(rules.length).toBeGreaterThan(100);
      expect(rules).toEqual(await here.list());
      for (const { id } of [rules[0]!, rules.at(-1)!]) expect(await there.explain(id)).toEqual(await here.explain(id));

      const [findings] = await both(FINDINGS);
      const present = await findings.list({ filter: 'is:present' }, 10_000);
      for (const kind of ['posture', 'path']) {
        const judging = rules.filter((rule) => rule.kind === kind && rule.report === 'each').map(({ id }) => id);
        const { rule, subject } = present.find((finding) => judging.includes(finding.rule))!;
        const explained = await there.explainSubject(scanned.id, rule, subject.key);
        expect(explained).toMatchObject({ verdict: 'match', subject });
        expect(explained).toEqual(await here.explainSubject(undefined, rule, subject.key));
      }
    });

    it('tunes rules as a file says and no otherwise, once it has shown what that does', async () => {
      const [here, there] = await both(RULES);
      const before = await there.settings('Trial');
      const parameters = { maxAgeDays: 3_650 };
      const whole = {
        rules: { 'okta-api-token-old': { parameters } },
        classification: { internalDomains: ['a.example'] },
      };
      expect(await there.preview(undefined, whole)).toEqual(await here.preview(undefined, whole));
      const tuned = await there.tune(undefined, whole, 'tokens are renewed by hand');
      expect(tuned).toEqual({ version: before.version + 1, isJudged: false });
      const { rules, classification, reason } = await there.settings(undefined);
      expect({ rules, classification, reason }).toMatchObject({ ...whole, reason: 'tokens are renewed by hand' });
      expect(await there.settings(undefined)).toEqual(await here.settings(undefined));

      await there.tune(undefined, { classification: {} }, null);
      expect((await there.settings(undefined)).rules).toEqual({});
      const wrong = there.tune(undefined, { rulez: {} }, null);
      await expect(wrong).rejects.toMatchObject({ code: 'request.invalid', kind: 'invalid' });
      await expect(there.settings('elsewhere')).rejects.toMatchObject({ code: 'connection.not_found' });
    });

    it('tells who reaches what, and what became different', async () => {
      const [here, there] = await both(DRIFT);
      const [runs] = await both(RUNS);
      const scans = await runs.list({ connectionId: scanned.id, states: ['completed'] }, 50);
      const first = scans.filter(({ kind }) => kind === 'scan').at(-1)!.finishedAt!;
      const tenant = { connection: 'Trial', key: undefined };
      const drift = await there.between(tenant, first, 'now');
      expect(drift.all.to.version).toBeGreaterThan(drift.all.from.version);
      expect(drift).toEqual(await here.between(tenant, first, 'now'));

      const admins = await there.access(tenant, 'now');
      expect(admins.rows.length).toBeGreaterThan(0);
      const user = { connection: undefined, key: admins.rows[0]!.node.key };
      for (const [asked, when] of [
        [tenant, 'now'],
        [user, first],
      ] as const)
        expect(await there.access(asked, when)).toEqual(await here.access(asked, when));
      await expect(there.access(user, '1')).rejects.toMatchObject({ code: 'access.version_here_only' });
    });

    it('tells how the org stands to a framework', async () => {
      const [here, there] = await both(REPORT);
      const report = await there.compliance(undefined, 'stig');
      expect(report.controls.length).toBeGreaterThan(10);
      expect(report).toEqual(await here.compliance(undefined, 'stig'));
      const page = await there.page('Trial');
      expect(page).toMatch(/^<!doctype html>/i);
      expect(page.length).toBe((await here.page(scanned.id)).length);
    });

    it('lists channels, and sends one a test', async () => {
      const [here, there] = await both(CHANNELS);
      const receiver = await Receiver.start();
      try {
        const { channel } = (await scanned.api.post('/channels', { name: 'SOC', url: receiver.url })).body;
        expect(await there.list()).toEqual(await here.list());
        const tested = await there.test(channel.id);
        expect(tested).toMatchObject({ state: 'succeeded', made: [{ status: 204 }], proves: 'The receiver took it.' });
        expect(Object.keys(tested).sort()).toEqual(Object.keys(await here.test(channel.id)).sort());
        await scanned.api.change('delete', `/channels/${channel.id}`);
      } finally {
        await receiver.stop();
      }
    });

    it('reads the audit log and follows its chain', async () => {
      const [here, there] = await both(AUDIT);
      const changes = await there.list({ outcomes: ['succeeded', 'refused'] }, 30);
      expect(changes.map(({ action }) => action)).toContain('api_key.rotate');
      expect(changes).toEqual(await here.list({ outcomes: ['succeeded', 'refused'] }, 30));
      const proof = await there.verify(null);
      expect(proof).toEqual(await here.verify(null));
      expect(await there.verify(proof.head)).toMatchObject({ isIntact: true });
    });
  });
}

async function textOf(file: Promise<AsyncIterable<string | Uint8Array>>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of await file) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
}
