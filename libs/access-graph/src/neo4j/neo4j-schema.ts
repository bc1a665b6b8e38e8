import { NODE_KINDS } from '@posture/domain';
import type { Driver } from 'neo4j-driver';

/**
 * Uniqueness constraints, generated from the declared node kinds: a key is unique within its connection, whether
 * asked for by `Node` or by the kind's own label.
 */
export function constraintStatements(): readonly { readonly name: string; readonly statement: string }[] {
  const unique = (name: string, label: string, props: readonly string[]) => ({
    name,
    statement: `CREATE CONSTRAINT ${name} IF NOT EXISTS FOR (n:${label}) REQUIRE (${props.map((prop) => `n.${prop}`).join(', ')}) IS UNIQUE`,
  });
  const kinds = Object.entries(NODE_KINDS).filter(([, spec]) => spec.collected);
  return [
    unique('projection_connection', 'Projection', ['connection']),
    unique('node_key', 'Node', ['connection', 'key']),
    ...kinds.map(([kind]) => unique(`${snake(kind)}_key`, kind, ['connection', 'key'])),
  ];
}

function snake(kind: string): string {
  return kind.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}

/** Creates what is missing; writes nothing when all of it is there. */
export async function ensureConstraints(driver: Driver): Promise<void> {
  const { records } = await driver.executeQuery('SHOW CONSTRAINTS YIELD name RETURN collect(name) AS names');
  const present = new Set<string>(records[0]?.get('names') as string[]);
  for (const { name, statement } of constraintStatements()) {
    if (!present.has(name)) await driver.executeQuery(statement);
  }
}
