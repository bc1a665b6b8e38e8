import type { INestApplicationContext } from '@nestjs/common';
import { ConnectionStore } from '@posture/inventory';
import { chosenConnection } from '../chosen-connection';

/** Id of the connection somebody means. @throws as `chosenConnection` */
export async function connectionHere(app: INestApplicationContext, wanted: string | undefined): Promise<string> {
  const all = await app.get(ConnectionStore).list();
  const named = all.map(({ id, orgUrl, name }) => ({ id, domain: new URL(orgUrl).host, name }));
  return chosenConnection(named, wanted).id;
}
