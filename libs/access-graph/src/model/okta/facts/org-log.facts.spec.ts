import { Unknown } from '@posture/domain';
import type { Usage, UsageKind } from '@posture/domain';
import { daysAgo, factsOf } from './facts-of.spec-support';
import { orgConfigurationFacts } from './org-configuration.facts';
import { orgLogFacts } from './org-log.facts';

const ORG = { nodes: [{ key: 'Org:o' }], edges: [] };

function logOf(seen: Readonly<Record<string, string>>): Usage {
  return {
    since: new Date(daysAgo(90)),
    unread: null,
    lastUse: (kind: UsageKind, key: string) =>
      kind === 'type' && seen[key] !== undefined ? new Date(seen[key]) : null,
    sources: () => [],
  };
}

const facts = (seen: Readonly<Record<string, string>>) => factsOf(orgLogFacts, ORG, 'Org:o', {}, logOf(seen));

describe('What the log tells of a tenant', () => {
  it('misses a mail only where the log shows the change that the mail would tell of', () => {
    const added = { 'user.mfa.factor.activate': daysAgo(3) };

    expect(facts(added)).toMatchObject({
      changeMailsNotSent: ['system.email.mfa_enroll_notification.sent_message'],
      changeMailsNotSentCount: 1,
    });
    expect(facts({})).toMatchObject({ changeMailsNotSentCount: 0 });
    expect(facts({ ...added, 'system.email.mfa_enroll_notification.sent_message': daysAgo(3) })).toMatchObject({
      changeMailsNotSentCount: 0,
    });
  });

  it('counts the silence from the last frequent event, and never calls a log silent that nobody read', () => {
    expect(facts({ 'user.session.start': daysAgo(1) })['logSilentMinutes']).toBe(1440);
    expect(factsOf(orgLogFacts, ORG, 'Org:o')['logSilentMinutes']).toBeInstanceOf(Unknown);
  });

  it('sees AI agents by their events and concludes nothing from their absence', () => {
    expect(facts({ 'workload_principal.ai_agent.credential.create': daysAgo(9) })['aiAgentsSeen']).toBe(true);
    expect(facts({})['aiAgentsSeen']).toBeInstanceOf(Unknown);
  });
});

describe('The hash of a configuration', () => {
  const hashes = (zone: Readonly<Record<string, unknown>>) =>
    factsOf(orgConfigurationFacts, { nodes: [{ key: 'Org:o' }, { key: 'Zone:z', props: zone }], edges: [] }, 'Org:o')[
      'configurationHashes'
    ] as readonly string[];

  it('is that of the same objects whatever the order of what they hold, and another after any change', () => {
    const zone = hashes({ status: 'ACTIVE', usage: 'POLICY' });

    expect(hashes({ usage: 'POLICY', status: 'ACTIVE' })).toEqual(zone);
    const changed = hashes({ status: 'INACTIVE', usage: 'POLICY' });
    expect(changed.filter((each) => !zone.includes(each))).toEqual([expect.stringMatching(/^Zone /)]);
  });
});
