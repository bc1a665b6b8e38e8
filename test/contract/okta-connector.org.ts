import { normaliseOktaDomain } from '@posture/connectors';
import type { OktaCredential } from '@posture/connectors';
import { Secret, systemClock } from '@posture/platform';
import { OktaClient } from '../../libs/connectors/src/okta/http/okta-client';
import { OktaReader } from '../../libs/connectors/src/okta/read/okta-reader';
import type { OktaReaderOptions } from '../../libs/connectors/src/okta/read/okta-reader';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox, SandboxClient, SandboxOptions } from '../../apps/sandbox/src/sandbox';
import { MemorySink } from './okta-connector.memory-sink';

const open: { close(): Promise<void> }[] = [];

/** Orgs and clients opened by a test end with it. */
export function closeAfterEach(): void {
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
  });
}

/** A simulated org of a few hundred users that never limits. */
export async function org(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    users: 300,
    groups: 20,
    apps: 12,
    seed: 'connector',
    unlimited: true,
    ...options,
  });
  open.push({ close: () => sandbox.stop() });
  return sandbox;
}

/** A credential of that API token. */
export function token(value: string): OktaCredential {
  return { kind: 'api_token', token: new Secret(value) };
}

/** Retries do not wait; everything else takes its time. */
const impatient = {
  now: () => systemClock.now(),
  random: Math.random,
  sleep: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, Math.min(ms, 5));
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      });
    }),
};

/** A client of the org, of its super administrator unless told otherwise. */
export function clientFor(
  sandbox: Sandbox,
  credential: OktaCredential = token(sandbox.tokenOf('SUPER_ADMIN')),
): OktaClient {
  const client = new OktaClient({ ...wayTo(sandbox), credential, pace: impatient, timeoutMs: 5000 });
  open.push(client);
  return client;
}

/** A client of its super administrator that takes its time, as that of a product does. */
export function patientClientFor(sandbox: Sandbox): OktaClient {
  const client = new OktaClient({ ...wayTo(sandbox), credential: token(sandbox.tokenOf('SUPER_ADMIN')) });
  open.push(client);
  return client;
}

const wayTo = ({ url }: Sandbox) => ({
  domain: normaliseOktaDomain(url, { allowLoopback: true }),
  clock: systemClock,
});

/** Reads all waves. */
export async function readAll(
  client: OktaClient,
  options: OktaReaderOptions = {},
  sink = new MemorySink(),
): Promise<MemorySink> {
  const reader = new OktaReader(client, options);
  for (const wave of [1, 2, 3] as const) await reader.readWave(wave, sink, new AbortController().signal);
  return sink;
}

/** The credential of a client of the org. */
export function ofClient(client: SandboxClient): OktaCredential {
  return client.secret !== null
    ? { kind: 'client_secret', clientId: client.id, clientSecret: new Secret(client.secret) }
    : { kind: 'private_key', clientId: client.id, privateKey: new Secret(JSON.stringify(client.privateKey)) };
}

/** How well a list was read. */
export const stateOf = (sink: MemorySink, resource: string, parent = '') => sink.coverage(resource, parent)?.state;
