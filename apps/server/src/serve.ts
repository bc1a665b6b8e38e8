import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '@posture/domain';
import { ApiKeyStore } from '@posture/operators';
import type { AppConfig } from '@posture/platform';
import { createServer } from './create-server';

/**
 * Listens on the configured address and prints what a person needs to use the API. A server that cannot listen leaves
 * nothing open.
 * @param say receives whole lines
 * @param newKey makes a new owner key and revokes the old one, for whoever lost it
 * @throws {DomainError} `server.port_busy`, `server.address_unusable`
 */
export async function serve(
  config: AppConfig,
  say: (line: string) => void,
  newKey = false,
): Promise<NestFastifyApplication> {
  const { host, port } = config;
  const app = await createServer(config);
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw cannotListen(error, host, port);
  }
  const api = `${await app.getUrl()}/api/v1`;
  if (config.role === 'worker') {
    say(`Worker  serves no API; its health: ${api}/health`);
    return app;
  }
  // Only now: a key made before would be lost with a server that cannot start.
  const keys = app.get(ApiKeyStore);
  const key = newKey ? await keys.replace() : await keys.createFirst();
  say(`API    ${api}  (description: ${api}/openapi.json)`);
  if (key === null) say('Key    the owner key printed at first start; lost it? "posture serve --new-key" replaces it');
  else say(`Key    ${key}  (owner; shown this once)`);
  say(`Try    curl -H "Authorization: Bearer ${key ?? 'KEY'}" "${api}/findings?severity=critical,high"`);
  return app;
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new DomainError('server.port_busy', 'conflict', `Port ${port} on ${host} is taken by another program.`, {
      field: 'POSTURE_PORT',
      remedy: 'Stop that program, or choose another port with POSTURE_PORT or --port (0 takes a free one).',
      cause: error,
    });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND') {
    return new DomainError(
      'server.address_unusable',
      'invalid',
      `Nothing can listen at ${host}, port ${port}: ${code}.`,
      {
        field: code === 'EACCES' ? 'POSTURE_PORT' : 'POSTURE_HOST',
        remedy: 'Give an address of this machine and a port this user may take, with --host and --port.',
        cause: error,
      },
    );
  }
  return error;
}
