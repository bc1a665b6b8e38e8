import type { INestApplicationContext } from '@nestjs/common';
import { DomainError } from '@posture/domain';
import { ConnectionDirectory, ConnectionFlow, Providers, probeLink } from '@posture/flows';
import type { ConnectionOverview } from '@posture/flows';
import { ConnectionStore } from '@posture/inventory';
import type { Here } from '../open-app';
import { plain } from './area';
import { connectionHere } from './connection.here';
import type { ConnectionsArea, ToldConnection } from './connections.area';

export function connectionsHere(here: Here): ConnectionsArea {
  return {
    async list() {
      return (await (await here.app()).get(ConnectionDirectory).list({ removed: false })).map(told);
    },
    async get(wanted) {
      const app = await here.app();
      return told(await app.get(ConnectionDirectory).get(await connectionHere(app, wanted)));
    },
    async test(wanted) {
      const app = await here.app();
      return probed(app, await connectionHere(app, wanted));
    },
    async sync() {
      throw new DomainError('sync.needs_server', 'invalid', 'A sync is work for a server, which goes on by itself.', {
        field: '--server',
        remedy: 'Name the server with --server, or use "posture scan", which reads and judges in this process.',
      });
    },
  };
}

async function probed(app: INestApplicationContext, id: string) {
  const connection = await app.get(ConnectionStore).get(id);
  const providers = app.get(Providers);
  const link = await app.get(ConnectionFlow).open(connection);
  try {
    const { provider } = connection;
    return plain(await probeLink(link, providers.get(provider), providers.rulesOf(provider)));
  } finally {
    await link.close();
  }
}

function told({ connection, schedule, status, ...overview }: ConnectionOverview): ToldConnection {
  const {
    orgUrl,
    credentialKind: given,
    credentialHint,
    credentialChangedAt,
    credentialExpiresAt,
    ...more
  } = connection;
  const { runId: syncId, ...how } = status;
  // The rooms know no kinds of a provider's credentials.
  const kind = given as ToldConnection['credentialKind'];
  const credential = { kind, hint: credentialHint, changedAt: credentialChangedAt, expiresAt: credentialExpiresAt };
  return plain({
    ...more,
    ...overview,
    domain: new URL(orgUrl).host,
    credentialKind: kind,
    credential,
    status: { ...how, syncId },
    nextRunAt: schedule === null || schedule.isPaused ? null : schedule.nextAt,
    isPaused: schedule?.isPaused ?? false,
  });
}
