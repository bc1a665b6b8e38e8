import { GO_CLIENT, PYTHON, TERRAFORM } from '../life/agents';
import { dataCentre, homeNetwork, hostingNetwork } from '../life/networks';
import type { Person } from '../life/people';
import { DAY, HOUR, MINUTE, SECOND, Stage, type Story } from '../attacks/stage';
import { atConsole } from '../attacks/admin';
import { thing } from '../attacks/tampering';
import type { Entity, EventDraft, Network } from '../log-event';
import { asClient, newClient, nightly } from './callers';
import type { Drills } from './drill';

const SERVER = thing('AuthorizationServer', 'aus1fq8nkzWm3tRxv0h7', 'default');

function registered(stage: Stage, client: Entity, at: number): EventDraft[] {
  const { visit, before } = atConsole(stage, at);
  const app = { ...client, type: 'AppInstance', alternateId: client.displayName };
  return [
    ...before,
    stage.does(visit, 'application.lifecycle.create', at, { targets: [app] }),
    stage.does(visit, 'app.oauth2.client.lifecycle.create', at + 300, { targets: [client] }),
  ];
}

/** People at their own desks say yes to what a client asks for. */
function consented(stage: Stage, client: Entity, people: readonly Person[], at: number, gap: number): EventDraft[] {
  return people.flatMap((person, n) => {
    const visit = stage.usual(person);
    const when = at + n * gap;
    return [
      ...stage.arrives(visit, when - 3 * MINUTE, person, 1),
      stage.does(visit, 'app.oauth2.as.consent.grant', when, {
        ...{ clientId: client.id, uri: '/oauth2/default/v1/authorize' },
        targets: [client, SERVER, thing('scope', 'offline_access', 'offline_access')],
        debug: { requestedScopes: 'openid,profile,offline_access', grantedScopes: 'openid,profile,offline_access' },
      }),
    ];
  });
}

/** A client made the day before yesterday; its link goes round, and seven people follow it in forty minutes. */
const linkGoesRound: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const client = newClient(stage, 'Payslip Viewer');
  return stage.tell(registered(stage, client, at - 2 * DAY), consented(stage, client, stage.staff(7), at, 6 * MINUTE));
};

/** What the company has had for three weeks is told of in a meeting; of what is new, each hour three people hear. */
const rollOuts: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [known, young] = [newClient(stage, 'Lunch orders'), newClient(stage, 'Bike sharing')];
  return stage.tell(
    registered(stage, known, at - 21 * DAY),
    registered(stage, young, at - DAY),
    consented(stage, known, stage.staff(9), at, 4 * MINUTE),
    consented(stage, young, stage.staff(6), at, 22 * MINUTE),
  );
};

type Refusal = readonly [client: Entity, after: number, more?: Partial<EventDraft>];

/** Token requests that are refused. */
function refused(stage: Stage, type: string, network: Network, refusals: readonly Refusal[]): EventDraft[] {
  return refusals.map(([client, after, more]) =>
    asClient(
      stage,
      client,
      network,
      PYTHON,
    )(type, stage.at + after, { outcome: 'FAILURE', targets: [SERVER], ...more }),
  );
}

const MISMATCHED = { reason: 'mismatched_redirect_uri', uri: '/oauth2/v1/token' };

/** A code that was caught is tried with one address, and with another three quarters of an hour later. */
const redirectTried: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const client = newClient(stage, 'Travel booking');
  const network = hostingNetwork(stage.farFrom(stage.one()), rng.int(4000));
  const debug = (redirectUri: string): Partial<EventDraft> => ({
    ...MISMATCHED,
    debug: { grantType: 'authorization_code', redirectUri },
  });
  return stage.tell(
    refused(stage, 'app.oauth2.token.grant', network, [
      [client, 0, debug('https://travel.brightwater.example.invalid.test/callback')],
      [client, 45 * MINUTE, debug('https://collect.example/callback')],
    ]),
  );
};

/** Two developers mistype once each, one of them again in the afternoon; and codes that came too late. */
const redirectsMistyped: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const developer = stage.one();
  const network = homeNetwork(developer.home, developer.salt, 1);
  const [one, other] = [newClient(stage, 'Travel booking (test)'), newClient(stage, 'Wiki (test)')];
  const late = { reason: 'invalid_grant', debug: { grantType: 'authorization_code' } };
  return stage.tell(
    refused(stage, 'app.oauth2.token.grant', network, [
      [one, 0, MISMATCHED],
      [other, 10 * MINUTE, MISMATCHED],
      [one, 4 * HOUR, MISMATCHED],
      ...[1, 2, 3].map((n): Refusal => [one, n * MINUTE, late]),
    ]),
  );
};

function scopeRefused(scope: string): Partial<EventDraft> {
  return { reason: 'no_matching_scope', debug: { grantType: 'client_credentials', requestedScopes: scope } };
}

/** With the secret of a client, somebody feels for what it may ask for: a scope every minute. */
const scopesTried: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const client = newClient(stage, 'Warehouse scanner');
  const network = hostingNetwork(stage.farFrom(stage.one()), rng.int(4000));
  const scopes = ['admin', 'orders.write', 'payroll.read', 'users.manage'];
  return stage.tell(
    refused(
      stage,
      'app.oauth2.as.token.grant',
      network,
      scopes.map((scope, n): Refusal => [client, n * MINUTE, scopeRefused(scope)]),
    ),
  );
};

/** A job asks every night, and once more, for a scope that was removed; another has a wrong secret. */
const scopeForgotten: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [job, other] = [newClient(stage, 'Stock levels'), newClient(stage, 'Price list')];
  const calls = asClient(stage, job, dataCentre(6), TERRAFORM);
  const asks = (when: number): EventDraft =>
    calls('app.oauth2.as.token.grant', when, {
      outcome: 'FAILURE',
      targets: [SERVER],
      ...scopeRefused('stock.history'),
    });
  const wrong = { reason: 'invalid_client', debug: { grantType: 'client_credentials' } };
  return stage.tell(
    nightly(stage, 20, (when) => [asks(when), asks(when + 20 * SECOND)]),
    [asks(at), asks(at + 20 * SECOND)],
    refused(
      stage,
      'app.oauth2.as.token.grant',
      dataCentre(7),
      [1, 2, 3, 4].map((n): Refusal => [other, n * MINUTE, wrong]),
    ),
  );
};

/** Access tokens of a custom authorization server, as they are given to a client. */
function given(stage: Stage, client: Entity, network: Network): (at: number, more?: Partial<EventDraft>) => EventDraft {
  const calls = asClient(stage, client, network, GO_CLIENT);
  return (at, more = {}) =>
    calls('app.oauth2.as.token.grant.access_token', at, {
      targets: [SERVER, thing('access_token', `AT.${stage.rng.hex(20)}`, 'Access Token')],
      debug: { grantType: 'client_credentials', requestedScopes: 'orders.read', grantedScopes: 'orders.read' },
      ...more,
    });
}

/** The secret of a client works for its job, and a few minutes later for a rented machine. */
const clientInTwoPlaces: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const client = newClient(stage, 'Order desk');
  const job = given(stage, client, dataCentre(14));
  const thief = given(stage, client, hostingNetwork(stage.farFrom(stage.one()), rng.int(4000)));
  return stage.tell(
    nightly(stage, 10, (when) => [job(when)]),
    [job(at), thief(at + 7 * MINUTE), thief(at + 8 * MINUTE)],
  );
};

/** Two clients on two hosts, one that has moved since Sunday, and a person with a laptop and a phone. */
const clientsMove: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const [one, other] = [newClient(stage, 'Order desk'), newClient(stage, 'Returns desk')];
  const [before, after, beside] = [
    given(stage, one, dataCentre(14)),
    given(stage, one, dataCentre(15)),
    given(stage, other, dataCentre(16)),
  ];
  const person = stage.one();
  const byPerson = { actor: stage.user(person), debug: { grantType: 'authorization_code', requestedScopes: 'openid' } };
  const spa = newClient(stage, 'Order desk (browser)');
  return stage.tell(
    [3, 4, 5, 6].map((days) => before(at - days * DAY)),
    [0, 1, 2].flatMap((n) => [after(at + n * 10 * MINUTE), beside(at + n * 10 * MINUTE + 2 * SECOND)]),
    given(stage, spa, stage.usual(person).network)(at, byPerson),
    given(stage, spa, homeNetwork(person.home, person.salt, 4))(at + 3 * MINUTE, byPerson),
  );
};

/** A week of a client that works every day goes by after the story, as rare is what stays alone. */
const WEEK_AFTER = Array.from({ length: 9 }, (_, days) => days * DAY);

/** Beside a client that works every day, one nobody has heard of gets a token, once. */
const clientOnce: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const daily = given(stage, newClient(stage, 'Order desk'), dataCentre(14));
  const once = given(stage, newClient(stage, 'test123'), hostingNetwork(stage.farFrom(stage.one()), rng.int(4000)));
  return stage.tell(
    nightly(stage, 29, (when) => [daily(when)]),
    once(at + 11 * MINUTE),
    WEEK_AFTER.map((after) => daily(at + after)),
  );
};

/** A report that is made twice a week, beside what works every day. */
const clientTwiceAWeek: Story = (org, at, rng) => {
  const stage = new Stage(org, at, rng);
  const daily = given(stage, newClient(stage, 'Order desk'), dataCentre(14));
  const report = given(stage, newClient(stage, 'Weekly figures'), dataCentre(14));
  return stage.tell(
    nightly(stage, 30, (when, night) => [
      daily(when),
      ...(night % 7 === 0 || night % 7 === 3 ? [report(when + MINUTE)] : []),
    ]),
    [report(at + MINUTE), report(at + 4 * DAY)],
    WEEK_AFTER.map((after) => daily(at + after)),
  );
};

/** Consents, and the token requests of clients that are tried out or stolen. */
export const oauthClientDrills: Drills = {
  'okta-det-user-consent-burst': { attack: linkGoesRound, lookAlike: rollOuts },
  'okta-det-mismatched-redirect-uri': { attack: redirectTried, lookAlike: redirectsMistyped },
  'okta-det-client-scope-probe': { attack: scopesTried, lookAlike: scopeForgotten },
  'okta-det-client-token-multi-source': { attack: clientInTwoPlaces, lookAlike: clientsMove },
  'okta-det-rare-client-token': { attack: clientOnce, lookAlike: clientTwiceAWeek },
};
