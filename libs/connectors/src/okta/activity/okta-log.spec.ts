import { UNTOLD_IDP } from '@posture/domain';
import type { Activity } from '@posture/domain';
import { oktaLog } from './okta-log';
import { oktaNormaliser } from './okta-normaliser';

/** An event as Okta writes it, normalised. */
function activity(eventType: string, over: object = {}): Activity {
  const raw = { uuid: 'e1', published: '2026-03-02T09:00:00.000Z', eventType, ...over };
  const told = oktaNormaliser({}).normalise(raw, Date.parse('2026-03-02T10:00:00Z'));
  if (!('activity' in told)) throw new Error(JSON.stringify(told));
  return told.activity;
}

const issuer = { authenticationContext: { issuer: { id: '0oapartner', type: 'SAML2' } } };
const target = { target: [{ id: '0oasocial', type: 'IdentityProvider', displayName: 'Social' }] };

describe('Who came in through which identity provider', () => {
  it.each([
    ['the issuer of the assertion', 'user.authentication.auth_via_inbound_SAML', issuer, '0oapartner'],
    ['what is signed in through', 'user.authentication.auth_via_social', target, '0oasocial'],
    ['nobody, though it was one', 'user.authentication.auth_via_IDP', {}, UNTOLD_IDP],
  ])('is told by %s', (_what, type, over, id) => {
    expect(oktaLog.idpOf(activity(type, over))).toBe(id);
  });

  it('is nobody whose provider was changed, or who signed in otherwise', () => {
    expect(oktaLog.idpOf(activity('system.idp.lifecycle.update', target))).toBeNull();
    expect(oktaLog.idpOf(activity('user.session.start', issuer))).toBeNull();
  });
});

describe('What takes an admin role or scope', () => {
  const on = (type: string, id: string, displayName: string) => ({ target: [{ id, type, displayName }] });
  const actor = { actor: { id: '00uada', type: 'User', alternateId: 'ada@acme.example' } };

  it.each([
    ['a visit to the Admin Console', 'user.session.access_admin_app', {}],
    ['a sign-on to it', 'user.authentication.sso', on('AppInstance', '0oaadmin', 'Okta Admin Console')],
    ['a change of a policy', 'policy.rule.update', on('PolicyRule', '0pr1', 'Everybody')],
    ['a new password for somebody else', 'user.account.reset_password', on('User', '00ubob', 'Bob')],
    ['a type nobody knows', 'acme.shiny.thing.update', {}],
  ])('is %s', (_what, type, over) => {
    expect(oktaLog.isAdminAct(activity(type, { ...actor, ...over }))).toBe(true);
  });

  it.each([
    ['a sign-in', 'user.session.start', {}],
    ['a sign-on to another application', 'user.authentication.sso', on('AppInstance', '0oawiki', 'Wiki')],
    ['a new password for oneself', 'user.account.update_password', on('User', '00uada', 'Ada')],
    ['a token that a client is given', 'app.oauth2.token.grant.access_token', {}],
    ['a limit that was run into', 'system.org.rate_limit.warning', {}],
  ])('is not %s', (_what, type, over) => {
    expect(oktaLog.isAdminAct(activity(type, { ...actor, ...over }))).toBe(false);
  });
});

describe('An application given to a user', () => {
  it('is told by the event of its assignment alone', () => {
    expect(oktaLog.isAppGiven(activity('application.user_membership.add'))).toBe(true);
    expect(oktaLog.isAppGiven(activity('application.user_membership.update'))).toBe(false);
  });
});
