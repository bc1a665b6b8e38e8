import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from '../../libs/flows/src/generated-files';

describe('Generated files', () => {
  it('are current; `npm run docs` writes them', async () => {
    const stale = [...(await generatedFiles())].filter(([file, text]) => {
      const path = join(__dirname, '../..', file);
      return !existsSync(path) || readFileSync(path, 'utf8') !== text;
    });

    expect(stale.map(([file]) => file)).toEqual([]);
  });
});
