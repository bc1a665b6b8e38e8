import { createOrg } from '../../org';
import { Rng } from '../../org/generate/rng';
import type { LogEvent } from '../log-event';
import { STORIES, STORY_NAMES, type StoryName } from './index';
import { Stage } from './stage';

const AT = Date.parse('2026-06-17T10:00:00Z');

/** What the attack cannot do without. */
const MARK: Readonly<Record<StoryName, (event: LogEvent) => boolean>> = {
  'impossible-travel': (event) => says(event, 'Velocity=POSITIVE') && says(event, 'New Device=POSITIVE'),
  'new-country-device-proxy': (event) => says(event, 'New Country=POSITIVE') && proxied(event),
  'password-spray': failed,
  'password-spray-distributed': failed,
  'credential-stuffing': (event) => event.outcome?.reason === 'VERIFICATION_ERROR',
  'brute-force': failed,
  'mfa-fatigue': of('user.mfa.okta_verify.deny_push'),
  'factor-reset': of('user.mfa.factor.reset_all'),
  'session-theft': (event) => says(event, 'python-requests'),
  'refresh-token-replay': of('app.oauth2.as.token.detect_reuse'),
  'admin-console-new-behaviour': (event) => says(event, 'Okta Admin Console') && says(event, 'New Device=POSITIVE'),
  'role-to-user': of('user.account.privilege.grant'),
  'role-to-group': of('group.privilege.grant'),
  'role-to-client': of('app.oauth2.client.privilege.grant'),
  'support-access': of('user.session.impersonation.grant'),
  'api-token-created': of('system.api_token.create'),
  'api-token-new-network': (event) => says(event, 'requestApiTokenId') && says(event, 'Go-http-client'),
  'idp-created': (event) => event.eventType === 'system.idp.lifecycle.create' && event.outcome?.result === 'SUCCESS',
  'org2org-added': (event) => says(event, 'Okta Org2Org'),
  'policy-weakened': (event) => says(event, '1FA'),
  'zone-weakened': of('zone.update'),
  'group-rule': (event) => event.eventType === 'group.user_membership.add' && says(event, 'Okta Administrators'),
  'log-stream-removed': of('system.log_stream.lifecycle.delete'),
  'hook-removed': of('event_hook.deleted'),
  'mass-app-access': of('user.authentication.sso'),
  'service-account-interactive': of('user.session.start'),
  'user-reported': of('user.account.report_suspicious_activity_by_enduser'),
  'threat-insight': of('security.threat.detected'),
};

function of(type: string): (event: LogEvent) => boolean {
  return ({ eventType }) => eventType === type;
}

function failed({ outcome }: LogEvent): boolean {
  return outcome?.result === 'FAILURE';
}

function says(event: LogEvent, text: string): boolean {
  return JSON.stringify(event).includes(text);
}

function proxied({ securityContext }: LogEvent): boolean {
  return (securityContext as { isProxy: boolean }).isProxy;
}

/** Attacks whose look-alike does the same, less often or with less of it. */
const MATTER_OF_DEGREE = new Set<StoryName>([
  ...(['password-spray', 'password-spray-distributed', 'brute-force', 'mfa-fatigue'] as const),
  ...(['factor-reset', 'mass-app-access'] as const),
]);

describe('stories', () => {
  const org = createOrg({ users: 300, groups: 40, apps: 40, seed: 'stories', now: new Date(AT) });
  const tell = (name: StoryName, which: 'attack' | 'lookAlike', at = AT): LogEvent[] =>
    STORIES[name][which](org, at, new Rng(name));

  it.each(STORY_NAMES)('%s is told in the same way each time, also at another time', (name) => {
    for (const which of ['attack', 'lookAlike'] as const) {
      const events = tell(name, which);
      expect(events).toEqual(tell(name, which));
      expect(new Set(events.map(({ uuid }) => uuid)).size).toBe(events.length);
      expect(events.every(({ published }) => !Number.isNaN(Date.parse(published)))).toBe(true);
      const later = tell(name, which, AT + 60_000).map(({ eventType }) => eventType);
      expect(later).toEqual(events.map(({ eventType }) => eventType));
    }
  });

  it.each(STORY_NAMES)('%s has its mark, amid ordinary events', (name) => {
    const attack = tell(name, 'attack');
    const [marked, others] = [attack.filter(MARK[name]), attack.filter((event) => !MARK[name](event))];
    expect(marked.length).toBeGreaterThan(0);
    expect(others.length).toBeGreaterThan(0);
    const alike = tell(name, 'lookAlike').filter(MARK[name]).length;
    if (MATTER_OF_DEGREE.has(name)) expect(alike).toBeLessThanOrEqual(marked.length);
    else expect(alike).toBe(0);
  });

  it('need an org with people in it, and say so', () => {
    const tiny = createOrg({ users: 10, groups: 8, apps: 5, now: new Date(AT) });
    expect(() => new Stage(tiny, AT, new Rng(1)).staff(20)).toThrow('the story needs 20 people, the org has 6');
  });
});
