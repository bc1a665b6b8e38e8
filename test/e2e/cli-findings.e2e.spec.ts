import { userInfo } from 'node:os';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { PostureHome } from '../support/posture';

interface Row {
  readonly rule: string;
  readonly subject: { readonly key: string };
}

describe('Findings on the command line', () => {
  let sandbox: Sandbox;
  let home: PostureHome;
  let id: string;
  const me = userInfo().username;
  const findings = (...args: readonly string[]) => home.run(['findings', ...args, '--data-dir', home.path('data')]);

  beforeAll(async () => {
    sandbox = await startSandbox({ scenario: 'trial', users: 60, size: { devices: 10 }, unlimited: true });
    home = new PostureHome({ SUPER: sandbox.tokenOf('SUPER_ADMIN'), POSTURE_ALLOW_LOOPBACK: 'true' });
    const scan = ['scan', '--data-dir', home.path('data'), '--okta-domain', sandbox.url, '--token-env', 'SUPER'];
    expect(await home.run([...scan, '--quiet'])).toMatchObject({ code: 1 });
  });
  afterAll(async () => {
    await sandbox?.stop();
    home?.remove();
  });

  it('are listed worst first, by any filter', async () => {
    const { stdout } = await findings('list', 'severity:critical', '--limit', '1', '--format', 'json');
    const [worst] = JSON.parse(stdout) as { id: string; title: string; severity: string }[];
    expect(worst).toMatchObject({ severity: 'critical' });
    id = worst!.id;
    expect((await findings('list', '--limit', '1')).stdout).toContain(`${id}  ${worst!.title}\n`);

    const wrong = await findings('list', 'sevrity:high');
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('filter.field_unknown')]);
  });

  it('are listed by a view that was saved, and put together by what they have in common', async () => {
    expect((await findings('save', 'Severe', 'severity:>=high', '--sort', 'score')).stdout).toBe('saved as "Severe"\n');
    const severe = ['severity:>=high', '--format', 'json', '--limit', '500'];
    const rows = JSON.parse((await findings('list', ...severe)).stdout) as { id: string; score: number }[];
    const viewed = JSON.parse(
      (await findings('list', '--view', 'severe', '--format', 'json', '--limit', '500')).stdout,
    ) as typeof rows;
    expect(new Set(viewed.map((each) => each.id))).toEqual(new Set(rows.map((each) => each.id)));
    expect(viewed.map(({ score }) => score)).toEqual(rows.map(({ score }) => score).sort((a, b) => a - b));
    for (const by of ['rule', 'fix'])
      expect((await findings('list', '--view', 'Severe', '--group-by', by, '--limit', '1')).stdout).toMatch(
        /^critical +\d+ +\d+ {2}\S.*\nthe worst 1 groups; --limit shows more\n$/,
      );

    const wrong = await findings('save', 'Wrong', 'sevrity:high');
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('filter.field_unknown')]);
    expect((await findings('list', '--view', 'Wrong')).stderr).toContain('view.not_found');
  });

  it('are worked on, each step with who took it', async () => {
    expect((await findings('acknowledge', id, '--note', 'Seen in the morning.')).stdout).toContain('acknowledged');
    expect((await findings('assign', id, 'me')).stdout).toContain(`with ${me}`);
    await findings('comment', id, 'Asked the vendor.');
    expect((await findings('start', id)).stdout).toContain('in_progress');
    const except = ['except', id, '--kind', 'risk_accepted', '--reason', 'Until the migration is over.'];
    const refused = await findings(...except);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('exception.expiry_missing')]);
    const until = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    expect((await findings(...except, '--until', until)).stdout).toContain('suppressed');

    const shown = (await findings('show', id)).stdout;

    expect(shown).toMatch(/stands: +risk accepted, until .* 00:00 UTC/);
    expect(shown).toMatch(/can be: +reopen, claim/);
    for (const step of ['acknowledged', 'assigned', 'commented', 'started', 'suppressed'])
      expect(shown).toContain(`${step} by ${me}`);
    expect((await findings('reopen', id)).stdout).toContain(' open ');
    expect((await findings('resolve', id, '--note', 'The role was taken away.')).stdout).toContain('resolved');
  });

  it('are let stand by rule and subject or by filter, once it is said how many they are', async () => {
    const why = ['--kind', 'false_positive', '--reason', 'The vendor says so in writing.'];
    const meant = ['except-many', '--filter', 'severity:medium', ...why];
    const previewed = (await findings(...meant)).stdout;
    const [, count] = /cover (\d+) findings now/.exec(previewed) as unknown as [string, string];
    expect(Number(count)).toBeGreaterThan(0);

    const wrong = await findings(...meant, '--expect', String(Number(count) + 50));
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('exception.count_changed')]);
    expect((await findings(...meant, '--expect', count)).stdout).toMatch(
      new RegExp(`^exception [0-9a-f-]{36} covers ${count} findings\n$`),
    );
    const [left] = JSON.parse((await findings('list', 'status:open', '--format', 'json')).stdout) as Row[];
    const place = ['except-many', '--rule', left!.rule, '--subject', left!.subject.key, ...why];
    expect((await findings(...place, '--expect', '1')).stdout).toContain('covers 1 findings');
    const unclear = await findings('except-many', '--rule', left!.rule, ...why);
    expect([unclear.code, unclear.stderr]).toEqual([3, expect.stringContaining('exception.scope_unclear')]);
  });

  it('are due by what people choose for their connection, also those that are open', async () => {
    const dueOf = async () => {
      const { stdout } = await findings('list', 'severity:high status:open', '--limit', '1', '--format', 'json');
      const [{ firstSeenAt, dueAt }] = JSON.parse(stdout) as [{ firstSeenAt: string; dueAt: string }];
      return (Date.parse(dueAt) - Date.parse(firstSeenAt)) / 86_400_000;
    };
    expect(await dueOf()).toBe(14);

    const chosen = await findings('due', '--high', '7', '--low', 'never', '--open');

    expect(chosen.stdout).toBe(
      'critical      3\nhigh          7\nmedium        45\nlow           never\ninformational never\n',
    );
    expect(await dueOf()).toBe(7);
    const refused = await findings('due', '--critical', '30');
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('due_policy.order_invalid')]);
  });

  it('say what can be done instead of what cannot', async () => {
    const refused = await findings('acknowledge', id);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('finding.transition')]);
    const unknown = await findings('show', 'nothing');
    expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('finding.id_malformed')]);
  });
});
