import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHIPPED } from './providers';
import type { Provider } from './providers';
import { compileRules, loadShippedRules } from './shipped-rules';

const [PROVIDER] = SHIPPED as [Provider];
const FOLDER = join(__dirname, '../../../rules', PROVIDER.provider, 'posture');
const RULE = readdirSync(FOLDER)[0]!;

describe('Shipped rules', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-rules-'));
  const place = { directory: join(dir, 'rules'), compiled: join(dir, 'rules.json') };
  const file = join(place.directory, 'posture', RULE);
  const titles = async () => (await loadShippedRules(PROVIDER, place)).map(({ title }) => title);
  const edit = (from: string | RegExp, to: string) => writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));

  beforeEach(() => {
    mkdirSync(join(place.directory, 'posture'), { recursive: true });
    copyFileSync(join(FOLDER, RULE), file);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('come from the file the build left, just as they come from their folder', async () => {
    const read = await loadShippedRules(PROVIDER, place);
    await compileRules(PROVIDER, place);

    expect(await loadShippedRules(PROVIDER, place)).toEqual(read);
  });

  it('are read anew once anything in the folder differs from what was compiled', async () => {
    await compileRules(PROVIDER, place);
    edit(/^title: .*/m, 'title: Edited since');
    expect(await titles()).toEqual(['Edited since']);

    edit(/^version: .*/m, 'version: one');
    await expect(titles()).rejects.toMatchObject({ code: 'rule.malformed' });
  });

  it.each(['', '{', 'null', '{}', '{"digest": 1}'])('are read from the folder when the file holds %j', async (text) => {
    const read = await loadShippedRules(PROVIDER, { ...place, compiled: join(dir, 'none.json') });
    writeFileSync(place.compiled, text);

    expect(await loadShippedRules(PROVIDER, place)).toEqual(read);
  });

  it('are missed by name when the folder is gone', async () => {
    await compileRules(PROVIDER, place);
    rmSync(place.directory, { recursive: true });

    await expect(titles()).rejects.toMatchObject({ code: 'rule.directory_unreadable' });
  });
});
