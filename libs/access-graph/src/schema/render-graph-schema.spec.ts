import { EDGE_KINDS, NODE_KINDS } from '@posture/domain';
import { renderGraphSchema } from './render-graph-schema';

describe('renderGraphSchema', () => {
  it('names every node and edge kind once declared', () => {
    const text = renderGraphSchema();
    for (const kind of [...Object.keys(NODE_KINDS), ...Object.keys(EDGE_KINDS)]) expect(text).toContain(`\`${kind}\``);
  });

  it('shows what an attacker does with a traversable edge', () => {
    expect(renderGraphSchema()).toContain(
      '| `AUTHENTICATES_AS` | ApiToken | User | yes | 1 |  | acts with all rights of the owner |',
    );
  });
});
