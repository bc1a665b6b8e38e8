import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providerOf } from './providers';
import { compileRules, loadShippedRules } from './shipped-rules';

const OKTA = providerOf({ provider: 'okta' });
const RULE = 'okta-user-no-mfa';
const SHIPPED = join(__dirname, '../../../rules/okta/posture', `${RULE}.yaml`);

describe('Shipped rules', () => {
  const dir = mkdtempSync(join(tmpdir(), 'posture-rules-'));
  const place = { directory: join(dir, 'rules'), compiled: join(dir, 'rules.json') };
  const file = join(place.directory, 'okta/posture', `${RULE}.yaml`);
  const titles = async () => (await loadShippedRules(OKTA, place)).map(({ title }) => title);
  const edit = (from: string | RegExp, to: string) => writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));

  beforeEach(() => {
    mkdirSync(join(place.directory, 'okta/posture'), { recursive: true });
    copyFileSync(SHIPPED, file);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('come from the file the build left, just as they come from their folder', async () => {
    const read = await loadShippedRules(OKTA, place);
    await compileRules(OKTA, place);

    expect(await loadShippedRules(OKTA, place)).toEqual(read);
  });

  it('are read anew once anything in the folder differs from what was compiled', async () => {
    await compileRules(OKTA, place);
    edit(/^title: .*/m, 'title: Edited since');
    expect(await titles()).toEqual(['Edited since']);

    edit(/^version: .*/m, 'version: one');
    await expect(titles()).rejects.toMatchObject({ code: 'rule.malformed' });
  });

  it.each(['', '{', 'null', '{}', '{"digest": 1}'])('are read from the folder when the file holds %j', async (text) => {
    const read = await loadShippedRules(OKTA, { ...place, compiled: join(dir, 'none.json') });
    writeFileSync(place.compiled, text);

    expect(await loadShippedRules(OKTA, place)).toEqual(read);
  });

  it('are missed by name when the folder is gone', async () => {
    await compileRules(OKTA, place);
    rmSync(place.directory, { recursive: true });

    await expect(titles()).rejects.toMatchObject({ code: 'rule.directory_unreadable' });
  });
});
