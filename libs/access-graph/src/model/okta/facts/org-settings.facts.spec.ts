import { AtLeast, Unknown } from '@posture/domain';
import type { SmallGraph, SmallNode } from '../../../graph/build-graph';
import { factsOf } from './facts-of.spec-support';
import { orgSettingsFacts } from './org-settings.facts';

const facts = (nodes: readonly SmallNode[], more: Partial<SmallGraph> = {}) =>
  factsOf(
    orgSettingsFacts,
    { edges: [], ...more, nodes: [{ key: 'Org:o', props: { pipeline: 'idx' } }, ...nodes] },
    'Org:o',
  );
const zone = (id: string, props: Record<string, unknown>) => ({
  key: `Zone:${id}`,
  name: id,
  props: { status: 'ACTIVE', usage: 'BLOCKLIST', ...props },
});

describe('org settings facts', () => {
  it('never take an unread or silent setting for a safe one', () => {
    expect(facts([], { missing: ['lockout-settings'] }).unknownDeviceLockoutPrevented).toBeInstanceOf(Unknown);
    expect(facts([{ key: 'Setting:admin-console-settings', props: {} }]).adminConsoleIdleMinutes).toEqual(
      new Unknown([{ resource: 'admin-console-settings', parent: '', reason: 'Okta answered without this setting' }]),
    );
    const read = facts([
      { key: 'Setting:lockout-settings', props: { preventBruteForceLockoutFromUnknownDevices: true } },
    ]);
    expect(read.unknownDeviceLockoutPrevented).toBe(true);
  });

  it('count phishing-resistant authenticators, doubting Okta Verify when its methods were not read', () => {
    const verify = (methods: unknown) => ({
      key: 'Authenticator:v',
      props: { key: 'okta_verify', status: 'ACTIVE', methods },
    });
    expect(facts([verify([{ type: 'signed_nonce', status: 'ACTIVE' }])]).phishingResistantAuthenticatorCount).toBe(1);
    expect(
      facts([
        verify([
          { type: 'signed_nonce', status: 'INACTIVE' },
          { type: 'push', status: 'ACTIVE' },
        ]),
      ]).phishingResistantAuthenticatorCount,
    ).toBe(0);
    expect(facts([verify(null)]).phishingResistantAuthenticatorCount).toBeInstanceOf(AtLeast);
    expect(
      facts([{ key: 'Authenticator:c', props: { key: 'smart_card_idp', status: 'INACTIVE' } }]).smartCardActive,
    ).toBe(false);
  });

  it('know zones that block anonymisers, and leave plain addresses to a person', () => {
    const blocked = (...nodes: SmallNode[]) => facts(nodes).anonymizersBlocked;
    expect(blocked(zone('a', { type: 'DYNAMIC_V2', ipServiceCategories: { include: ['ALL_ANONYMIZERS'] } }))).toBe(
      true,
    );
    expect(blocked(zone('a', { type: 'DYNAMIC', proxyType: 'Tor' }))).toBe(true);
    expect(blocked(zone('a', { type: 'DYNAMIC', proxyType: 'Tor', usage: 'POLICY' }))).toBe(false);
    expect(blocked(zone('a', { type: 'DYNAMIC', proxyType: 'TorAnonymizer' }))).toBe(true);
    expect(blocked(zone('a', { type: 'DYNAMIC', proxyType: 'NotTorAnonymizer' }))).toBe(false);
    expect(blocked(zone('a', { type: 'DYNAMIC', proxyType: 'ResidentialProxy' }))).toBeInstanceOf(Unknown);
    expect(blocked(zone('a', { type: 'DYNAMIC', proxyType: 'Tor', status: 'INACTIVE' }))).toBe(false);
    expect(blocked(zone('a', { type: 'IP', gateways: [{ type: 'CIDR', value: '192.0.2.0/24' }] }))).toBeInstanceOf(
      Unknown,
    );
  });

  it('find the widest network exempt from ThreatInsight', () => {
    const exempt = facts([
      { key: 'Setting:threat-insight', props: { action: 'audit', excludeZones: ['a', 'b'] } },
      zone('a', {
        type: 'IP',
        gateways: [
          { type: 'CIDR', value: '198.51.100.0/24' },
          { type: 'RANGE', value: '10.0.0.0-10.0.31.255' },
        ],
      }),
      zone('b', { type: 'DYNAMIC' }),
    ]);
    expect(exempt).toMatchObject({
      threatInsightAction: 'audit',
      threatInsightWidestExemptPrefix: 19,
      threatInsightExemptsDynamicZone: true,
      threatInsightExemptZones: ['a', 'b'],
    });
  });

  it('do not take the client this product reads as for a collector of the log', () => {
    const readers = (clientId: string) => {
      const app = {
        key: 'App:c',
        props: {
          status: 'ACTIVE',
          signOnMode: 'OPENID_CONNECT',
          credentials: { oauthClient: { client_id: 'client-of-c' } },
        },
      };
      const nodes = [
        { key: 'Org:o', props: { pipeline: 'idx' }, observed: { readerClientId: clientId } },
        app,
        { key: 'Grant:g', props: { scopeId: 'okta.logs.read', status: 'ACTIVE' } },
        { key: 'ServiceIntegration:s', props: { grantedScopes: ['okta.logs.read'] } },
      ];
      return factsOf(orgSettingsFacts, { nodes, edges: [['App:c', 'HAS_GRANT', 'Grant:g']] }, 'Org:o').logReaderCount;
    };
    expect(readers('someone-else')).toBe(2);
    expect(readers('c')).toBe(1);
    expect(readers('client-of-c')).toBe(1);
    expect(readers('s')).toBe(1);
  });

  it('know who may read the log, and doubt when grants of a client were not read', () => {
    const client = { key: 'App:c', name: 'SIEM', props: { status: 'ACTIVE', signOnMode: 'OPENID_CONNECT' } };
    const grant = { key: 'Grant:g', props: { scopeId: 'okta.logs.read', status: 'ACTIVE' } };
    expect(facts([client, grant], { edges: [['App:c', 'HAS_GRANT', 'Grant:g']] })).toMatchObject({
      logReaders: ['SIEM'],
      logReaderCount: 1,
    });
    expect(facts([client]).logReaderCount).toBe(0);
    expect(facts([client], { missing: ['app-grants'] }).logReaderCount).toBeInstanceOf(AtLeast);
    expect(facts([{ key: 'LogStream:l', props: { status: 'INACTIVE' } }]).activeLogStreamCount).toBe(0);
  });
});
