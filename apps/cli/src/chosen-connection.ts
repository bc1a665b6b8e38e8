import type { INestApplicationContext } from '@nestjs/common';
import { DomainError } from '@posture/domain';
import { ConnectionStore } from '@posture/inventory';
import type { Connection } from '@posture/inventory';

/**
 * The connection a command is about. @param wanted its id, domain or name; undefined: the only one there is
 * @throws {DomainError} `connection.not_found`, `connection.ambiguous`
 */
export async function chosenConnection(app: INestApplicationContext, wanted: string | undefined): Promise<Connection> {
  const all = await app.get(ConnectionStore).list();
  const fitting = wanted === undefined ? all : all.filter((each) => namesOf(each).includes(wanted));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const known = all.map((each) => namesOf(each)[1]).join(', ');
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

function namesOf({ id, orgUrl, name }: Connection): readonly string[] {
  return [id, new URL(orgUrl).host, name];
}
