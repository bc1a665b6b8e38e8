import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EDGE_KINDS, NODE_KINDS } from '@posture/domain';
import { renderGraphSchema } from './render-graph-schema';

describe('renderGraphSchema', () => {
  it('names every node and edge kind once declared', () => {
    const text = renderGraphSchema();
    for (const kind of [...Object.keys(NODE_KINDS), ...Object.keys(EDGE_KINDS)]) expect(text).toContain(`\`${kind}\``);
  });

  it('is what the reference in docs says', () => {
    const file = join(__dirname, '../../../../docs/reference/graph-schema.md');
    expect(readFileSync(file, 'utf8')).toBe(renderGraphSchema());
  });

  it('shows what an attacker does with a traversable edge', () => {
    expect(renderGraphSchema()).toContain(
      '| `AUTHENTICATES_AS` | ApiToken | User | yes | 1 |  | acts with all rights of the owner |',
    );
  });
});
