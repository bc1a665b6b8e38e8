import { chosenConnection } from '../chosen-connection';
import { rowsOf } from '../client/server';
import type { Server } from '../client/server';
import type { Told } from './area';

/** Those the key sees, oldest first. */
export function connectionsOf(server: Server): Promise<readonly Told<'ConnectionBody'>[]> {
  return rowsOf((query) => server.GET('/api/v1/connections', { params: { query } }));
}

/** Id of the connection somebody means. @throws as `chosenConnection` */
export async function connectionThere(server: Server, wanted: string | undefined): Promise<string> {
  return chosenConnection(await connectionsOf(server), wanted).id;
}
