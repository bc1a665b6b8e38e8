import { request } from 'node:http';

/** Names the variable that holds the socket at which the specs of a run ask for the servers they share. */
export const SOCKET_OF_RUN = 'POSTURE_TEST_RUN_SERVERS';

export type ServerName = 'postgres' | 'neo4j';

/**
 * URL of a server that all specs of this run share, started when the first of them asks; null outside a run.
 * @throws Error when it did not start
 */
export function serverOfRun(name: ServerName): Promise<string | null> {
  const socketPath = process.env[SOCKET_OF_RUN];
  if (socketPath === undefined) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: `/${name}`, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.once('end', () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(text))));
    });
    asked.once('error', reject).end();
  });
}
