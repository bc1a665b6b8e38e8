import { DomainError } from '@posture/domain';

/** A connection by what people call it. */
export interface NamedConnection {
  readonly id: string;
  /** Host of the org. */
  readonly domain: string;
  readonly name: string;
}

/**
 * The connection a command is about. @param wanted its id, domain or name; undefined: the only one there is
 * @throws {DomainError} `connection.not_found`, `connection.ambiguous`
 */
export function chosenConnection<Connection extends NamedConnection>(
  all: readonly Connection[],
  wanted: string | undefined,
): Connection {
  const fitting =
    wanted === undefined ? all : all.filter(({ id, domain, name }) => [id, domain, name].includes(wanted));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const known = all.map(({ domain }) => domain).join(', ');
  if (fitting.length === 0) {
    const what = wanted === undefined ? 'Nothing was connected yet.' : `There is no connection "${wanted}".`;
    throw new DomainError('connection.not_found', 'not_found', what, {
      field: '--connection',
      remedy: all.length === 0 ? 'Scan an org first: `posture scan --help` says how.' : `Use one of ${known}.`,
    });
  }
  throw new DomainError('connection.ambiguous', 'invalid', `There are ${fitting.length} connections.`, {
    field: '--connection',
    remedy: `Say which one: ${known}.`,
  });
}
