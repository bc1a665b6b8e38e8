import { writeFileSync } from 'node:fs';
import type { ScanReport } from '@posture/flows';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';
import { documents, read } from '../support/documents';
import { PostureHome } from '../support/posture';
import type { PostureRun } from '../support/posture';
import { SMALL_TRIAL } from '../support/small-trial';

interface ScoreTerm {
  readonly name: string;
  readonly value: number;
}

type FindingShown = ScanReport['findings'][number];

const LIMIT_MS = 600_000;
/** Of a checkout, and of whoever runs this very suite. */
const NOT_RUN_HERE = ['npm ci', 'npm test', 'npm run build'];
const SCRIPTS = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

describe('What the README tells people to type', () => {
  const lines = documents().flatMap((document) => blocksOf(read(document), 'sh').flatMap(commandsOf));

  it('are scripts of package.json', () => {
    const scripts = lines.flatMap((line) => /^npm (?:run )?(?!ci\b)([\w:]+)/.exec(line)?.[1] ?? []);

    expect(scripts.length).toBeGreaterThan(5);
    expect(scripts.filter((name) => SCRIPTS[name] === undefined)).toEqual([]);
    expect(SCRIPTS['posture']).toBe('node dist/apps/cli/src/main.js');
    expect(SCRIPTS['trial']).toMatch(/node dist\/apps\/cli\/src\/main\.js trial$/);
  });

  it('is run here, as far as it does not build or test the checkout', () => {
    const asked = lines.filter((line) => !NOT_RUN_HERE.includes(line));

    expect(asked.filter((line) => line !== 'npm run trial')).toEqual(OWN_ORG.map((name) => commandOf(lines, name)));
    expect(asked).toContain('npm run trial');
  });

  describe('about an own org', () => {
    let org: Sandbox;
    let home: PostureHome;

    beforeAll(async () => {
      org = await startSandbox(SMALL_TRIAL);
      home = new PostureHome({ POSTURE_ALLOW_LOOPBACK: 'true' });
    });
    afterAll(async () => {
      await org?.stop();
      home?.remove();
    });

    /** As written, with this org and its client in place of the reader's. */
    const type = (name: string): string[] => {
      const [, , , , , ...args] = commandOf(lines, name).split(/\s+/);
      const client = org.clients.find(({ name: of }) => of === 'sandbox-least-privilege')!;
      const mine: Record<string, string> = { 'acme.okta.com': org.url, ID: client.id };
      return [name, ...args.map((arg) => mine[arg] ?? arg)];
    };

    it(
      'connects, probes, scans, watches and serves, one after the other',
      async () => {
        const asked = org.stats().requests;
        const connected = await home.run(type('connect'));
        expect([connected.code, org.stats().requests]).toEqual([0, asked]);
        // What the command says to create in Okta exists there under a key of its own.
        const client = org.clients.find(({ name }) => name === 'sandbox-least-privilege')!;
        writeFileSync(home.path('okta-private-key.json'), JSON.stringify(client.privateKey));

        expect(await home.run(type('probe'))).toMatchObject({ code: 0, stderr: '' });
        expect((await home.run(type('scan'))).code).toBe(1);
        let told = '';
        const watched = await home.run(type('watch'), {
          onOutput: (text, child) => {
            told += text;
            if (told.includes('Following the log')) child.kill('SIGINT');
          },
        });
        expect(watched.code).toBe(0);
        let findings: unknown[] = [];
        const served = await home.untilServing([...type('serve'), '--port', '0'], async (api, key) => {
          const answer = await fetch(`${api}/findings`, { headers: { authorization: `Bearer ${key}` } });
          findings = ((await answer.json()) as { data: unknown[] }).data;
        });
        expect([served.code, findings.length > 0]).toEqual([0, true]);
      },
      LIMIT_MS,
    );
  });
});

describe('The trial', () => {
  let home: PostureHome;
  let run: PostureRun;
  let report: ScanReport;
  let scoreTerms: readonly ScoreTerm[];
  const walkthrough = read('docs/walkthrough.md');
  const walked = JSON.parse(blocksOf(walkthrough, 'json')[0] ?? '{}') as FindingShown;

  beforeAll(async () => {
    home = new PostureHome({ POSTURE_PORT: '0' });
    run = await home.untilServing(['trial', '--data-dir', home.path('trial')], async (api, key) => {
      const get = async <Body>(path: string): Promise<Body> =>
        (await (await fetch(`${api}${path}`, { headers: { authorization: `Bearer ${key}` } })).json()) as Body;
      const [connection] = (await get<{ data: { id: string }[] }>('/connections')).data;
      const [scan] = (await get<{ data: { id: string }[] }>(`/scans?connectionId=${connection!.id}`)).data;
      report = await get<ScanReport>(`/scans/${scan!.id}`);
      ({ scoreTerms } = await get<{ scoreTerms: ScoreTerm[] }>(`/findings/${foundAs(walked, report)?.id}`));
    });
  }, LIMIT_MS);
  afterAll(() => home?.remove());

  it('prints what the README shows of a real run', () => {
    const [shown = ''] = blocksOf(read('README.md'), '').filter((block) => block.includes('findings ('));

    expect(shown).not.toBe('');
    expect(missingFrom(run.stdout, shown)).toBeNull();
  });

  it('shows a signed alert that arrived', () => {
    expect(run.stdout).toMatch(/finding\.opened of \S+, signature verified, webhook-id msg_/);
  });

  it('finds what the walkthrough shows of its user', () => {
    const { evidence, ...shown } = walked;
    const found = foundAs(walked, report);

    expect(found).toMatchObject(shown);
    expect(found!.evidence.path).toEqual(evidence.path);
    expect(evidence.facts.length).toBeGreaterThan(0);
    for (const fact of evidence.facts)
      expect(found!.evidence.facts).toContainEqual(expect.objectContaining({ ...fact }));
  });

  it('scores it as the walkthrough explains', () => {
    const [said = ''] = walkthrough.split('\n').filter((line) => line.startsWith('The score is'));
    const terms = [...said.matchAll(/(−? ?[\d.]+) \(([^)]+)\)/g)].map(([, value, name]) => ({
      name,
      value: Number(value!.replace(/− ?/, '-')),
    }));

    expect(terms.length).toBeGreaterThan(2);
    expect(scoreTerms).toEqual(expect.arrayContaining(terms));
  });
});

describe('CONTRIBUTING', () => {
  const shown = blocksOf(read('CONTRIBUTING.md'), 'diff').flatMap(addedTo);

  it('shows additions that are in the files it names', () => {
    expect(shown.length).toBeGreaterThan(2);
    for (const { file, lines } of shown) expect(read(file)).toContain(lines.join('\n'));
  });
});

describe('A text shortened by …', () => {
  it.each([
    ['as it is', 'one two three', null],
    ['wrapped otherwise', 'one\n  two three', null],
    ['with a part left out', 'one … three', null],
    ['in another order', 'three … one', 'one'],
    ['with another word', 'one four', 'one four'],
  ])('is looked for %s', (_how, shown, missing) => {
    expect(missingFrom('one two three', shown)).toBe(missing);
  });
});

/** Commands of the block about one's own org, in its order. */
const OWN_ORG = ['connect', 'probe', 'scan', 'watch', 'serve'];

function commandOf(lines: readonly string[], name: string): string {
  return lines.find((line) => line.startsWith(`npm run posture -- ${name}`)) ?? name;
}

/** The finding about the same subject by the same rule. */
function foundAs({ rule, subject }: FindingShown, { findings }: ScanReport): FindingShown | undefined {
  return findings.find((one) => one.rule === rule && one.subject.externalId === subject.externalId);
}

/** What stands between fences of one language. */
function blocksOf(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter((block) => block[1] === language)
    .map((block) => block[2]!);
}

/** Commands line by line, without what is said of them. */
function commandsOf(block: string): string[] {
  return block
    .split('\n')
    .flatMap((line) => line.replace(/\s+#.*$/, '').split('&&'))
    .map((command) => command.trim())
    .filter((command) => command !== '');
}

/** The first part that does not follow the ones before it; null when all do, however lines are wrapped. */
function missingFrom(text: string, shown: string): string | null {
  const flat = (one: string) => one.replace(/\s+/g, ' ').trim();
  let rest = flat(text);
  for (const part of shown.split('…').map(flat)) {
    const at = rest.indexOf(part);
    if (at < 0) return part;
    rest = rest.slice(at + part.length);
  }
  return null;
}

/** Lines a diff adds, by the file its last comment names. */
function addedTo(block: string): { file: string; lines: string[] }[] {
  const found: { file: string; lines: string[] }[] = [];
  for (const line of block.split('\n')) {
    const file = /^ \/\/ ([\w./-]+)/.exec(line)?.[1];
    if (file !== undefined) found.push({ file, lines: [] });
    else if (line.startsWith('+')) found.at(-1)!.lines.push(line.slice(1));
  }
  return found;
}
