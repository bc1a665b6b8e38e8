import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '@posture/domain';
import type { Engine } from '@posture/flows';
import { createServer } from './create-server';

/**
 * Listens on the configured address and prints what a person needs to use the API.
 * @param say receives whole lines
 * @throws {DomainError} `server.port_busy` when another program listens there
 */
export async function serve(engine: Engine, say: (line: string) => void): Promise<NestFastifyApplication> {
  const { host, port } = engine.config;
  const app = await createServer(engine);
  const ownerKey = await engine.apiKeys.createFirst();
  try {
    await app.listen(port, host);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new DomainError('server.port_busy', 'conflict', `Port ${port} on ${host} is taken by another program.`, {
      field: 'POSTURE_PORT',
      remedy: 'Stop that program, or choose another port with POSTURE_PORT or --port (0 takes a free one).',
      cause: error,
    });
  }
  say(`API    ${await app.getUrl()}/api/v1  (description: /api/v1/openapi.json)`);
  if (ownerKey !== null) say(`Key    ${ownerKey}  (owner; shown this once)`);
  return app;
}
