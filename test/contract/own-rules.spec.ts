import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OwnRules, Providers, loadProviders } from '@posture/flows';
import type { Logger } from '@posture/platform';
import { TestClock } from '../support/inventory-org';

const SHIPPED = join(__dirname, '../../rules/okta/posture/okta-api-token-old.yaml');

/** A rule of somebody's own: the shipped one in other words. */
function ownRule(id: string, more: (text: string) => string = (text) => text): string {
  const text = readFileSync(SHIPPED, 'utf8');
  const words = text
    .replace(/^# yaml-language-server.*\n/, '')
    .replace('id: okta-api-token-old', `id: ${id}`)
    .replace(/^title: .*$/m, `title: A token too old for ${id}`)
    .replace(/^(blindSpots|falsePositives): >-\n {2}/gm, `$1: >-\n  As ${id} sees it. `)
    .replace(/^(blindSpots|falsePositives): (?!>)/gm, `$1: As ${id} sees it. `)
    .replace(/^triage:\n {2}- /m, `triage:\n  - As ${id} has it. `);
  return more(words);
}

describe("An operator's own rules", () => {
  const clock = new TestClock();
  let shipped: Providers;
  let dir: string;
  let providers: Providers;
  let told: string[];
  const logger = {
    info: (event: string) => void told.push(event),
    error: (event: string) => void told.push(event),
  } as unknown as Logger;

  beforeAll(async () => {
    shipped = await loadProviders();
  });
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'posture-own-'));
    mkdirSync(join(dir, 'okta'));
    told = [];
    providers = new Providers(shipped.all.map((each) => [each, shipped.rulesOf(each.provider)]));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const write = (id: string, text = ownRule(id)) => writeFileSync(join(dir, 'okta', `${id}.yaml`), text);
  const open = () => OwnRules.open(providers, { rulesDir: dir }, clock);
  const ids = () => providers.rulesOf('okta').map(({ id }) => id);

  it('judge beside the shipped ones, and none are needed', async () => {
    const before = ids().length;
    expect((await OwnRules.open(providers, { rulesDir: null }, clock)).status.state).toBe('none');

    write('acme-token');
    const own = await open();

    expect(own.status).toEqual(expect.objectContaining({ state: 'active', rules: 1, directory: dir, problems: [] }));
    expect(ids()).toHaveLength(before + 1);
    expect(ids()).toContain('acme-token');
  });

  it('are read again when they change, also where size and time stay the same', async () => {
    write('acme-token');
    const own = await open();
    const { generation } = providers;

    await own.look(logger);
    expect([told, providers.generation]).toEqual([[], generation]);

    write(
      'acme-token',
      ownRule('acme-token', (text) => text.replace(/^severity: .*$/m, 'severity: low')),
    );
    write('acme-other');
    await own.look(logger);
    expect(told).toEqual(['rules.loaded']);
    expect(providers.rulesOf('okta').find(({ id }) => id === 'acme-token')?.severity).toBe('low');
    expect(ids()).toContain('acme-other');

    rmSync(join(dir, 'okta', 'acme-other.yaml'));
    await own.look(logger);
    expect(ids()).not.toContain('acme-other');
  });

  it('that cannot be used leave all that judged before in place, say so once, and are used once they are mended', async () => {
    write('acme-token');
    const own = await open();
    const before = ids();

    write('acme-broken', 'id: acme-broken\ntitle: [');
    write('acme-fine');
    await own.look(logger);
    await own.look(logger);

    expect(ids()).toEqual(before);
    expect(told).toEqual(['rules.refused']);
    expect(own.status).toEqual(expect.objectContaining({ state: 'failed', rules: 1 }));
    expect(own.status.problems[0]).toEqual(
      expect.objectContaining({
        file: expect.stringMatching(/acme-broken\.yaml$/),
        line: expect.any(Number),
        remedy: expect.any(String),
      }),
    );

    write('acme-broken');
    await own.look(logger);
    expect(own.status).toEqual(expect.objectContaining({ state: 'active', rules: 3, problems: [] }));
  });

  it('judge on while their directory cannot be read', async () => {
    write('acme-token');
    const own = await open();
    renameSync(dir, `${dir}-away`);
    await own.look(logger);
    await own.look(logger);

    expect(own.status.state).toBe('failed');
    expect(told).toEqual(['rules.refused']);
    expect(ids()).toContain('acme-token');

    renameSync(`${dir}-away`, dir);
    await own.look(logger);
    expect(own.status.state).toBe('active');
  });

  it('must not be called as a shipped rule, nor say what one says', async () => {
    cpSync(SHIPPED, join(dir, 'okta', 'okta-api-token-old.yaml'));

    await expect(open()).rejects.toThrow(
      /okta-api-token-old\.yaml.*id: the shipped rule okta-api-token-old has the same/,
    );
    await expect(open()).rejects.toThrow(expect.objectContaining({ code: 'rule.malformed' }));
  });

  it('that cannot be used, or are not there, keep a process from starting', async () => {
    await expect(OwnRules.open(providers, { rulesDir: join(dir, 'none') }, clock)).rejects.toThrow(
      expect.objectContaining({ code: 'rule.directory_unreadable', field: 'POSTURE_RULES_DIR' }),
    );
    write('acme-broken', 'id: acme-broken');
    await expect(open()).rejects.toThrow(/acme-broken\.yaml/);
    expect(ids()).not.toContain('acme-broken');
  });
});
