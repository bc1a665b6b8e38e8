import { createHash } from 'node:crypto';
import { AtLeast } from '@posture/domain';
import type { FactSet, GraphView, NodeKind } from '@posture/domain';
import { ORG_CONFIGURATION_FACTS } from '../fact-schema/org-configuration.facts';
import { hiding } from './policy-rules';

const WATCHED: readonly (readonly [kind: NodeKind, resources: readonly string[]])[] = [
  ['Authenticator', ['authenticators']],
  ['Behavior', ['behaviors']],
  ['Hook', ['event-hooks', 'inline-hooks']],
  ['IdP', ['idps']],
  ['Policy', ['policies']],
  ['PolicyRule', ['policy-rules']],
  ['TrustedOrigin', ['trusted-origins']],
  ['Zone', ['zones']],
];
const SHOWN = 12;

/** What protects the tenant, hashed kind by kind. A kind that was not read whole has no hash. */
export const orgConfigurationFacts: FactSet<null> = {
  kind: 'Org',
  schema: ORG_CONFIGURATION_FACTS,
  prepare: () => null,
  compute({ view }) {
    const needs = WATCHED.flatMap(([, resources]) =>
      hiding(
        view,
        resources.map((resource) => ({ resource, parent: '' })),
      ),
    );
    const unread = new Set(needs.map(({ resource }) => resource));
    const hashes = WATCHED.filter(([, resources]) => !resources.some((each) => unread.has(each))).map(
      ([kind]) => `${kind} ${hashOf(view, kind)}`,
    );
    return { configurationHashes: needs.length === 0 ? hashes : new AtLeast(hashes, needs) };
  },
};

function hashOf(view: GraphView, kind: NodeKind): string {
  const hash = createHash('sha256');
  for (const node of view.ofKind(kind)) hash.update(`${view.key(node)} ${sorted(view.props(node))}\n`);
  return hash.digest('hex').slice(0, SHOWN);
}

/** Equal objects give equal text, whatever the order in which they name what they hold. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, each]) => `${JSON.stringify(name)}:${sorted(each)}`).join()}}`;
}
