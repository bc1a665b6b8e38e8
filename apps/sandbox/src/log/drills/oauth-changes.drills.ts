import { GO_CLIENT, TERRAFORM } from '../life/agents';
import { dataCentre } from '../life/networks';
import type { Visit } from '../life/session-events';
import { DAY, HOUR, Stage, type Story } from '../attacks/stage';
import { atDesk, fromElsewhere, thing } from '../attacks/tampering';
import type { Entity, EventDraft } from '../log-event';
import { newClient, newToken, shifted, withToken } from './callers';
import type { Drills } from './drill';

const REFUSED = { outcome: 'FAILURE', reason: 'The request was refused' } as const;

const appOf = (client: Entity): Entity => ({ ...client, type: 'AppInstance', alternateId: client.displayName });
const credential = ({ rng }: Stage, type = 'ClientSecret'): Entity => thing(type, `ocs${rng.hex(17)}`, type);
const scope = (name: string): Entity => thing('SCOPE', name, name);
const role = ({ rng }: Stage, label: string): Entity => thing('ROLE', `irb${rng.hex(17)}`, label);

/** In the evening an administrator has secrets shown: of an identity provider, and in an application's settings. */
const secretsRead = shifted(
  atDesk((stage) => [
    [
      'system.idp.lifecycle.read_client_secret',
      [thing('IdentityProvider', `0oa${stage.rng.hex(17)}`, 'Partner login')],
    ],
    ['application.configuration.read_client_secret', [appOf(newClient(stage, 'Backup'))]],
  ]),
  8 * HOUR,
);

/** A secret is replaced without anybody looking at the old one. */
const secretReplaced = atDesk((stage) => {
  const client = newClient(stage, 'Backup');
  return [
    ['app.oauth2.credentials.lifecycle.create', [client, credential(stage)]],
    ['app.oauth2.client.lifecycle.update', [client]],
    ['app.oauth2.credentials.lifecycle.deactivate', [client, credential(stage)]],
  ];
});

/** A secret that was put away years ago works again. */
const oldSecretActive = fromElsewhere((stage) => [
  ['app.oauth2.credentials.lifecycle.activate', [newClient(stage, 'Backup'), credential(stage)]],
]);

/** Old ones are put away. */
const secretsPutAway = atDesk((stage) => {
  const client = newClient(stage, 'Backup');
  return [
    ['app.oauth2.credentials.lifecycle.deactivate', [client, credential(stage)]],
    ['app.oauth2.credentials.lifecycle.delete', [client, credential(stage)]],
    ['app.oauth2.credentials.lifecycle.delete', [client, credential(stage, 'JWK')]],
  ];
});

/** With a token of an administrator, a script makes a client an administrator of applications. */
const clientMadeAdmin: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [client, token] = [newClient(stage, 'Metrics'), newToken(stage, 'automation')];
  const calls = withToken(stage, token, stage.user(stage.admin()), dataCentre(20), GO_CLIENT);
  return stage.tell(
    [1, 2].map((n) => calls('user.account.update_profile', at - n * HOUR, { targets: [stage.user(stage.one())] })),
    calls('app.oauth2.client.privilege.grant', at, {
      ...{ targets: [client, role(stage, 'Application administrator')], uri: `/oauth2/v1/clients/${client.id}/roles` },
      debug: { privilegeGranted: 'Application administrator' },
    }),
  );
};

/** A client loses its role, its developer gets one instead, and is refused another for the client. */
const clientLosesRole = atDesk((stage) => {
  const client = newClient(stage, 'Metrics');
  const label = 'Report administrator';
  return [
    ['app.oauth2.client.privilege.revoke', [client, role(stage, label)], { debug: { privilegeRevoked: label } }],
    [
      'user.account.privilege.grant',
      [stage.user(stage.one()), role(stage, label)],
      { debug: { privilegeGranted: label } },
    ],
    [
      'app.oauth2.client.privilege.grant',
      [client, role(stage, label)],
      { ...REFUSED, debug: { privilegeGranted: label } },
    ],
  ];
});

/** An application is let at users and their factors. */
const scopesGranted = fromElsewhere((stage) => {
  const app = appOf(newClient(stage, 'Mail archive'));
  return ['okta.users.manage', 'okta.factors.manage'].map((name) => [
    'app.oauth2.admin.consent.grant',
    [app, scope(name)],
    { debug: { grantedScopes: name } },
  ]);
});

/** A scope is taken back, and the administrator, as anybody, lets an application see their own profile. */
const scopesTakenBack = atDesk((stage) => {
  const client = newClient(stage, 'Mail archive');
  return [
    ['app.oauth2.admin.consent.revoke', [appOf(client), scope('okta.users.manage')]],
    ['app.oauth2.as.consent.grant', [client, scope('profile')], { clientId: client.id }],
    ['app.oauth2.admin.consent.grant', [appOf(client), scope('okta.apps.manage')], REFUSED],
  ];
});

/** From a catalogue of integrations: another company's service may call. */
const serviceAdded = fromElsewhere((stage) => {
  const client = newClient(stage, 'Posture Cloud (API Service)');
  const debug = { applicationType: 'service', grantTypes: 'client_credentials', clientType: 'SERVICE' };
  return [['app.oauth2.client.lifecycle.create', [client], { debug, uri: '/api/internal/api-services' }]];
});

/** A web application and one for phones are registered; a service's name is changed. */
const webAdded = atDesk((stage) => [
  [
    'app.oauth2.client.lifecycle.create',
    [newClient(stage, 'Meeting rooms')],
    { debug: { applicationType: 'web', grantTypes: 'authorization_code' } },
  ],
  [
    'app.oauth2.client.lifecycle.create',
    [newClient(stage, 'Meeting rooms (phone)')],
    { debug: { applicationType: 'native', grantTypes: 'authorization_code,refresh_token' } },
  ],
  ['app.oauth2.client.lifecycle.update', [newClient(stage, 'Door badges')], { debug: { applicationType: 'service' } }],
]);

/** Each week somebody of operations looks up what is in the vault; now they do again, or somebody else does. */
function vault(now: 'they' | 'another'): Story {
  return (org, at, rng) => {
    const stage = new Stage(org, at, rng);
    const [ops, another] = stage.staff(2).map((person) => stage.usual(person)) as [Visit, Visit];
    const reveal = (visit: Visit, when: number, name: string): EventDraft =>
      stage.does(visit, 'pam.secret.reveal', when, { targets: [thing('Secret', `sec${rng.hex(17)}`, name)] });
    return stage.tell(
      [28, 21, 14, 7].map((days) => reveal(ops, at - days * DAY, 'switch-07')),
      reveal(now === 'they' ? ops : another, at, 'database root'),
    );
  };
}

/** An application is joined to what an AI agent may reach. */
const agentJoined = fromElsewhere((stage) => [
  [
    'app.cross_app_access.connection.create',
    [appOf(newClient(stage, 'Assistant')), appOf(newClient(stage, 'Customer files'))],
  ],
]);

/** An application is added beside; to join the assistant to it is refused. */
const agentNotJoined = atDesk((stage) => [
  ['application.lifecycle.create', [appOf(newClient(stage, 'AI Agent Provider handbook'))]],
  ['app.cross_app_access.connection.create', [appOf(newClient(stage, 'Assistant'))], REFUSED],
  ['workload_principal.ai_agent.credential.create', [thing('AI_AGENT', `wlp${stage.rng.hex(17)}`, 'Helper')], REFUSED],
]);

const server = ({ rng }: Stage): Entity => thing('AuthorizationServer', `aus${rng.hex(17)}`, 'Orders API');

/** By configuration as code, but not by the company's: tokens say more than they should. */
const claimAdded: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const calls = withToken(stage, newToken(stage, 'ci'), stage.user(stage.admin()), dataCentre(21), TERRAFORM);
  const claim = thing('Claim', `ocl${rng.hex(17)}`, 'groups');
  return stage.tell(
    calls('user.account.update_profile', at - HOUR, { targets: [stage.user(stage.one())] }),
    calls('oauth2.claim.created', at, { targets: [server(stage), claim], uri: '/api/v1/authorizationServers' }),
  );
};

/** Keys are rolled over as every quarter; an unused server is switched off; a new one is refused. */
const keysRolled = atDesk((stage) => [
  ['app.oauth2.as.key.rollover', [server(stage)]],
  ['oauth2.as.deactivated', [server(stage)]],
  ['oauth2.as.created', [server(stage)], REFUSED],
]);

/** Changes of clients, of what they may do, and of who may know their secrets. */
export const oauthChangeDrills: Drills = {
  'okta-det-client-secret-read': { attack: secretsRead, lookAlike: secretReplaced },
  'okta-det-client-credential-added': { attack: oldSecretActive, lookAlike: secretsPutAway },
  'okta-det-client-role-granted': { attack: clientMadeAdmin, lookAlike: clientLosesRole },
  'okta-det-admin-scope-consent': { attack: scopesGranted, lookAlike: scopesTakenBack },
  'okta-det-api-service-integration-added': { attack: serviceAdded, lookAlike: webAdded },
  'okta-det-token-to-vaulted-secret': { attack: vault('another'), lookAlike: vault('they') },
  'okta-det-ai-agent-credential': { attack: agentJoined, lookAlike: agentNotJoined },
  'okta-det-authserver-change': { attack: claimAdded, lookAlike: keysRolled },
};
