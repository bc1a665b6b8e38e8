import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeyStore } from '@posture/operators';
import type { AppConfig } from '@posture/platform';
import { cannotListen } from './cannot-listen';
import { createServer } from './create-server';
import { HookReceiver } from './hooks/hook-receiver';
import { MetricsServer } from './metrics/metrics-server';

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
    throw cannotListen(error, { host, port, settings: 'POSTURE', hasOptions: true });
  }
  const api = `${await app.getUrl()}/api/v1`;
  if (config.hookPort !== null) say(`Hooks  ${app.get(HookReceiver).url}/{connection}`);
  if (config.metricsPort !== null) say(`Metrics  ${app.get(MetricsServer).url}`);
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
