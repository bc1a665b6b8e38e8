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
