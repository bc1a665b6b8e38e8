import { LINUX_FIREFOX, PYTHON } from '../life/agents';
import { hostingNetwork, officeNetwork, vpnNetwork } from '../life/networks';
import type { Entity, EventDraft } from '../log-event';
import { HOUR, MINUTE, SECOND, Stage, type Story } from './stage';

/** A cookie is carried off: the same session and device token from a rented machine, with another browser. */
export const stolenCookie: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const own = stage.usual(person);
  const network = hostingNetwork(stage.farFrom(person), rng.int(4000));
  const thief = { ...own, network, device: { ...own.device, agent: PYTHON } };
  const later = { ...thief, device: { ...own.device, agent: LINUX_FIREFOX } };
  return stage.tell(
    stage.arrives(own, at, person),
    person.apps.slice(0, 3).flatMap((app, n) => stage.opens(thief, at + 19 * MINUTE + n * 5 * SECOND, app)),
    stage.opens(later, at + 24 * MINUTE, stage.world.dashboard),
    stage.opens(own, at + 40 * MINUTE, person.apps[0] as Entity),
  );
};

/** The VPN comes on in the middle of a session: another address, the same browser. */
export const vpnToggled: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const own = stage.usual(person);
  const tunnelled = { ...own, network: vpnNetwork() };
  return stage.tell(
    stage.arrives(own, at, person),
    person.apps.flatMap((app, n) => stage.opens(n % 2 ? own : tunnelled, at + (15 + n * 6) * MINUTE, app)),
    stage.opens({ ...own, network: officeNetwork(person.home) }, at + 3 * HOUR, stage.world.dashboard),
  );
};

/** A client of the org's own, as the token events name it. */
function clientOf(stage: Stage): Entity {
  const apps = stage.org.list('apps').range(0, 200);
  const app = apps.find(({ signOnMode }) => signOnMode === 'OPENID_CONNECT') ?? apps[0];
  const id = app?.id ?? '0oaunknown0000000000';
  return { id, type: 'PublicClientApp', alternateId: id, displayName: String(app?.label ?? id) };
}

function refreshed(stage: Stage, client: Entity, subject: Entity, at: number, more: Partial<EventDraft>): EventDraft {
  const { rng } = stage;
  return stage.system('app.oauth2.as.token.grant.refresh_token', at, {
    ...{ actor: client, clientId: client.id, uri: '/oauth2/default/v1/token', transaction: { type: 'WEB' } },
    targets: [
      subject,
      { id: `RT.${rng.hex(20)}`, type: 'refresh_token', alternateId: 'unknown', displayName: 'Refresh token' },
    ],
    debug: {
      grantType: 'refresh_token',
      requestedScopes: 'openid,offline_access',
      grantedScopes: 'openid,offline_access',
    },
    ...more,
  });
}

/** A refresh token that was used once is used again, from elsewhere; the family is revoked. */
export const refreshReplay: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const [client, subject, own] = [clientOf(stage), stage.user(person), stage.usual(person)];
  const network = hostingNetwork(stage.farFrom(person), rng.int(4000));
  const from = { network: own.network, agent: own.device.agent };
  const reuse = refreshed(stage, client, subject, at + 2 * HOUR, { network, agent: PYTHON });
  return stage.tell(
    stage.arrives(own, at - 2 * MINUTE, person),
    [0, 1, 2].map((n) => refreshed(stage, client, subject, at + n * 40 * MINUTE, from)),
    { ...reuse, type: 'app.oauth2.as.token.detect_reuse', outcome: 'FAILURE', reason: 'refresh_token_reused' },
    refreshed(stage, client, subject, at + 2 * HOUR + 40 * MINUTE, {
      ...from,
      outcome: 'FAILURE',
      reason: 'invalid_refresh_token',
    }),
  );
};

/** Refreshing as it should be, from two addresses as a laptop goes home. */
export const refreshing: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const person = stage.one();
  const [client, subject, own] = [clientOf(stage), stage.user(person), stage.usual(person)];
  return stage.tell(
    stage.arrives(own, at - 2 * MINUTE, person),
    [0, 1, 2, 3, 4, 5].map((n) => {
      const network = n < 3 ? own.network : officeNetwork(person.home);
      return refreshed(stage, client, subject, at + n * 40 * MINUTE, { network, agent: own.device.agent });
    }),
  );
};
