import { join } from 'node:path';
import { normaliseOktaDomain, oktaCredentialText, oktaWire } from '@posture/connectors';
import { Secret, systemClock } from '@posture/platform';
import { OktaClient } from '../../libs/connectors/src/okta/http/okta-client';
import { startSandbox } from '../../apps/sandbox/src/sandbox';
import { OKTA_ROWS } from '../../libs/connectors/src/okta/catalogue/okta-catalogue';
import { partOf } from '../../libs/connectors/src/okta/catalogue/okta-row';
import { mapTrustedOrigin } from '../../libs/connectors/src/okta/map/tenant';
import { ReadRun } from '../../libs/connectors/src/okta/read/read-run';
import { connectorContract } from './connector.contract';
import type { ContractTenant } from './connector.contract';
import { MemorySink } from './okta-connector.memory-sink';

const token = (value: string): string => oktaCredentialText({ kind: 'api_token', token: new Secret(value) });

/** The path whose refusal is that of the resource. */
const PATHS: Readonly<Record<string, string>> = {
  users: '/api/v1/users',
  groups: '/api/v1/groups',
  'role-assignees': '/api/v1/iam/assignees/users',
  'api-tokens': '/api/v1/api-tokens',
  idps: '/api/v1/idps',
  'group-members': '/api/v1/groups/*/users',
  'app-users': '/api/v1/apps/*/users',
  logs: '/api/v1/logs',
};

async function startTenant(): Promise<ContractTenant> {
  const sandbox = await startSandbox({
    scenario: join(__dirname, 'every-kind.scenario.yaml'),
    users: 120,
    groups: 20,
    apps: 12,
    seed: 'port',
    unlimited: true,
  });
  const superToken = sandbox.tokenOf('SUPER_ADMIN');
  const apps = sandbox.org.list('apps');
  const secrets = apps.range(0, apps.size).flatMap(({ id }) => {
    const list = sandbox.org.sublist('appSecrets', id);
    return list === undefined ? [] : list.range(0, list.size).map((secret) => String(secret['client_secret']));
  });
  return {
    url: sandbox.url,
    id: sandbox.org.id,
    credential: token(superToken),
    unknownCredential: { text: token('00unknown-to-this-org'), field: 'token' },
    secrets: [...secrets, superToken],
    change: () => {
      const { org } = sandbox;
      const user = (n: number) => org.idOf(`staff-${n}`)!;
      const [group] = org.list('groups').range(5, 6);
      org.mutate({ op: 'patch', collection: 'users', id: user(1), patch: { profile: { title: 'Beekeeper' } } });
      org.mutate({ op: 'add', collection: 'members', object: { group: group!.id, user: user(2) } });
      org.mutate({ op: 'add', collection: 'roles', object: { id: 'ra1port', type: 'APP_ADMIN', user: user(3) } });
      org.mutate({ op: 'add', collection: 'tokens', object: { id: '00Tport', owner: org.idOf('admin-0')! } });
    },
    refuse: (resource) => sandbox.faults.add({ kind: 'forbidden', path: PATHS[resource] ?? resource }),
    stop: () => sandbox.stop(),
  };
}

connectorContract({
  name: 'Okta and the sandbox org',
  connector: oktaWire,
  startTenant,
  badAddress: { text: 'https://acme.okta.com.evil.example/', field: 'oktaDomain' },
  badCredential: { text: token('two words'), field: 'token' },
  refusable: Object.keys(PATHS).filter((resource) => resource !== oktaWire.activity.resource),
  changed: 'api-tokens',
  askedAgain: [/\/users\/me$/, /\/(users|apps)\?limit=1$/, /\/groups\?filter=/, /\/users\/[^/]+\/roles$/],
});

describe("Text that is none of Okta's credentials", () => {
  it.each(['', '00token', '[]', 'null', '{"kind":"password"}', '{"kind":"api_token"}'])(
    'is refused: %s',
    async (text) => {
      const open = () =>
        oktaWire.open({
          address: 'acme.okta.com',
          credential: new Secret(text),
          allowLoopback: false,
          clock: { now: () => new Date(0) },
        });

      await expect(open()).rejects.toThrow(
        expect.objectContaining({ code: 'okta.credential_invalid', kind: 'invalid' }),
      );
    },
  );
});

describe('A mapper that writes a kind its row does not yield', () => {
  it('ends the read with a mistake that names resource and kind, and leaves nothing behind', async () => {
    const tenant = await startTenant();
    const client = new OktaClient({
      domain: normaliseOktaDomain(tenant.url, { allowLoopback: true }),
      credential: { kind: 'api_token', token: new Secret(JSON.parse(tenant.credential).token as string) },
      clock: systemClock,
    });
    const sink = new MemorySink();
    const run = new ReadRun(client, sink, 1, new AbortController().signal, null);

    const reading = run.readList({
      resource: 'zones',
      parent: '',
      parts: [partOf(OKTA_ROWS.zones)],
      map: mapTrustedOrigin,
    });

    await expect(reading).rejects.toThrow(/"zones".*TrustedOrigin/);
    expect(sink.nodes('TrustedOrigin')).toEqual([]);
    await client.close();
    await tenant.stop();
  });
});
