import { GO_CLIENT, PROVISIONING_JOB, PYTHON } from '../life/agents';
import { anonymiser, dataCentre, homeNetwork, officeNetwork } from '../life/networks';
import { DAY, HOUR, MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import { atDesk, fromElsewhere, thing } from '../attacks/tampering';
import type { Entity, EventDraft, Network } from '../log-event';
import { asClient, newClient, newToken, nightly, shifted, withToken, type Calls } from './callers';
import type { Drills } from './drill';

const NOT_PERMITTED = { outcome: 'FAILURE', reason: 'You do not have permission to perform this action' } as const;

/** On a Sunday night, in an administrator's session that somebody else goes on with through an anonymiser. */
const tokenMadeAtNight: Story = shifted((org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const admin = stage.admin();
  const own = stage.usual(admin);
  const stolen = { ...own, network: anonymiser(stage.farFrom(admin), rng.int(3000)) };
  return stage.tell(
    stage.arrives(own, at - 5 * HOUR, admin),
    stage.does(stolen, 'system.api_token.create', at, {
      ...{ targets: [newToken(stage, 'svc-dashboards')], uri: '/api/internal/tokens' },
      debug: { networkConnection: 'ANYWHERE', rateLimitPercentage: '50', concurrencyPercentage: '75' },
    }),
  );
}, -2.5 * DAY);

/** Tokens are looked after: one renamed, one no longer needed, and one that somebody may not make. */
const tokensLookedAfter = atDesk((stage) => [
  ['system.api_token.update', [newToken(stage, 'personnel sync (Leipzig)')]],
  ['system.api_token.revoke', [newToken(stage, 'old chat bot')]],
  ['system.api_token.create', [newToken(stage, 'mine')], NOT_PERMITTED],
]);

/** The network a token was bound to is taken off it. */
const tokenUnbound = fromElsewhere((stage) => {
  const debug = { networkConnection: 'ANYWHERE', includedNetworkZones: '', excludedNetworkZones: '' };
  return [['system.api_token.update', [newToken(stage, 'personnel sync')], { debug }]];
});

/** A token bound to a zone whose name says little. */
const tokenBound = atDesk((stage) => {
  const debug = { networkConnection: 'ZONE', includedNetworkZones: '["Anywhere in the data centre"]' };
  return [['system.api_token.create', [newToken(stage, 'From anywhere')], { debug }]];
});

/** Whatever still calls is cut off: the tokens of four integrations in as many minutes. */
const tokensCutOff = fromElsewhere((stage) =>
  ['personnel sync', 'SIEM', 'backup', 'tickets'].map((name) => [
    'system.api_token.revoke',
    [newToken(stage, name)],
    { uri: '/api/internal/tokens/revoke' },
  ]),
);

const tokensKept = atDesk((stage) => [
  ['system.api_token.create', [newToken(stage, 'SIEM 2027')]],
  ['system.api_token.revoke', [newToken(stage, 'SIEM')], NOT_PERMITTED],
]);

interface Held {
  readonly stage: Stage;
  readonly token: Entity;
  readonly owner: Entity;
  /** The job that uses it, on a host of the data centre. */
  readonly job: (host: number) => Calls;
  /** Somebody with another program, or the same, elsewhere. */
  readonly other: (network: Network, agent?: typeof PYTHON) => Calls;
  readonly profile: (calls: Calls, at: number) => EventDraft;
}

/** A token in the hands of a job. */
function held(tell: (held: Held) => (EventDraft | EventDraft[])[]): Story {
  return (org, at, rng) => {
    const stage = new Stage(org, at, rng);
    const token = newToken(stage, 'Phone book export');
    const owner = stage.user(stage.program());
    const from = (network: Network, agent = PROVISIONING_JOB): Calls => withToken(stage, token, owner, network, agent);
    const profile = (calls: Calls, when: number): EventDraft =>
      calls('user.account.update_profile', when, { targets: [stage.user(stage.one())] });
    return stage.tell(...tell({ stage, token, owner, job: (host) => from(dataCentre(host)), other: from, profile }));
  };
}

/** Its secret is in somebody's hands at home, who says to be the same program. */
const tokenAtHome = held(({ stage, job, other, profile }) => {
  const thief = stage.one();
  const home = other(homeNetwork(thief.home, thief.salt, 3));
  return [
    nightly(stage, 26, (at) => [profile(job(4), at), profile(job(4), at + 900)]),
    [0, 1, 2].map((n) => profile(home, stage.at + n * 40 * SECOND)),
  ];
});

/** The job moves to the next host; a developer tries the secret at the desk, where it does not work. */
const tokenOnNextHost = held(({ stage, job, other, profile }) => {
  const developer = stage.one();
  const refused = profile(other(officeNetwork(developer.home), PYTHON), stage.at - 3 * HOUR);
  return [
    nightly(stage, 26, (at) => [profile(job(4), at), profile(job(4), at + 900)]),
    { ...refused, type: 'system.api_token.request_outside_allowed_range', ...NOT_PERMITTED },
    [profile(job(5), stage.at), profile(job(5), stage.at + 900)],
  ];
});

/** On the job's own host, a token that only kept profiles in step takes an administrator's factors away. */
const tokenBranchesOut = held(({ stage, job, profile }) => [
  nightly(stage, 24, (at) => [profile(job(9), at), profile(job(9), at + 700)]),
  job(9)('user.mfa.factor.reset_all', stage.at, { targets: [stage.user(stage.admin())] }),
]);

/** What it does on Wednesdays only; and a token made on Monday does for the first time what it was made for. */
const tokenWeekly = held(({ stage, job, owner, profile }) => {
  const leaver = (at: number): EventDraft => {
    const targets = [stage.user(stage.one())];
    return job(9)('user.lifecycle.deactivate', at, { targets });
  };
  const young = withToken(stage, newToken(stage, 'Door badges'), owner, dataCentre(11), GO_CLIENT);
  return [
    nightly(stage, 28, (at, night) => [profile(job(9), at), ...(night % 7 === 0 ? [leaver(at + 2 * MINUTE)] : [])]),
    [profile(job(9), stage.at), leaver(stage.at + 2 * MINUTE)],
    [profile(young, stage.at - 2 * DAY), profile(young, stage.at - DAY)],
    young('group.user_membership.add', stage.at + HOUR, { targets: [stage.user(stage.one())] }),
  ];
});

/** The project ended six weeks ago; tonight its token is used. */
const tokenRevived = held(({ stage, job, other, profile }) => [
  nightly(stage, 64, (at, night) => (night < 21 ? [profile(job(2), at)] : [])),
  profile(other(dataCentre(17), GO_CLIENT), stage.at),
]);

/** Once in four weeks; and a token that is used for the first time. */
const tokenMonthly = held(({ stage, job, owner, profile }) => {
  const first = withToken(stage, newToken(stage, 'Room bookings'), owner, dataCentre(12), GO_CLIENT);
  return [[84, 56, 28, 0].map((days) => profile(job(2), stage.at - days * DAY)), profile(first, stage.at + 5 * MINUTE)];
});

function refreshes(tell: (stage: Stage, refresh: (at: number, from?: Network) => EventDraft) => EventDraft[]): Story {
  return (org, at, rng) => {
    const stage = new Stage(org, at, rng);
    const person = stage.one();
    const own = stage.usual(person);
    const client = newClient(stage, 'Expenses (mobile)');
    const refresh = (when: number, network = own.network): EventDraft =>
      asClient(
        stage,
        client,
        network,
        own.device.agent,
      )('app.oauth2.token.grant.refresh_token', when, {
        ...{ uri: '/oauth2/v1/token', debug: { grantType: 'refresh_token', requestedScopes: 'openid' } },
        targets: [stage.user(person), thing('refresh_token', `RT.${rng.hex(20)}`, 'Refresh Token')],
      });
    return stage.tell(stage.arrives(own, at - HOUR, person), tell(stage, refresh));
  };
}

/** Of the org's own authorization server: a rotated token comes back through a home router. */
const orgRefreshReused = refreshes((stage, refresh) => {
  const thief = stage.one();
  const reused = refresh(stage.at + 20 * MINUTE, homeNetwork(thief.home, thief.salt, 1));
  return [
    refresh(stage.at),
    { ...reused, type: 'app.oauth2.token.detect_reuse', outcome: 'FAILURE', reason: 'token_reused' },
  ];
});

/** A phone in the pocket refreshes from network to network, until its token has expired. */
const refreshExpires = refreshes((stage, refresh) => {
  const commuter = stage.one();
  const expired = refresh(stage.at + 9 * HOUR);
  return [
    [0, 1, 2, 3].map((n) => refresh(stage.at + n * HOUR)),
    [4, 5].map((n) => refresh(stage.at + n * HOUR, homeNetwork(commuter.home, commuter.salt, 2))),
    { ...expired, type: 'app.oauth2.token.grant', outcome: 'FAILURE', reason: 'invalid_grant' } as EventDraft,
  ].flat();
});

/** API tokens and refresh tokens: made, let loose, stolen. */
export const oauthTokenDrills: Drills = {
  'okta-det-api-token-created': { attack: tokenMadeAtNight, lookAlike: tokensLookedAfter },
  'okta-det-api-token-anywhere': { attack: tokenUnbound, lookAlike: tokenBound },
  'okta-det-api-token-revoked': { attack: tokensCutOff, lookAlike: tokensKept },
  'okta-det-api-token-new-source': { attack: tokenAtHome, lookAlike: tokenOnNextHost },
  'okta-det-api-token-new-operation': { attack: tokenBranchesOut, lookAlike: tokenWeekly },
  'okta-det-stale-token-revived': { attack: tokenRevived, lookAlike: tokenMonthly },
  'okta-det-refresh-token-reuse': { attack: orgRefreshReused, lookAlike: refreshExpires },
};
