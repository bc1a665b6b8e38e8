import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, FactValue, GraphView, Json, NodeIndex } from '@posture/domain';
import { ORG_SETTINGS_FACTS } from '../fact-schema/org-settings.facts';
import { widestPrefix } from './address-width';
import { unreadLists } from '../../../facts/list-coverage';
import { hiding, isActive, label } from './policy-rules';
import { settingValue } from './setting';
import { isEmpty, itemsOf, pick, textOf, textsOf } from '../../../facts/wire';

/** What the tenant has switched on: session limits, threat protection, zones, behaviours, log streams. */
export const orgSettingsFacts: FactSet<null> = {
  kind: 'Org',
  schema: ORG_SETTINGS_FACTS,
  prepare: () => null,
  compute({ view }: FactContext, org: NodeIndex): Facts {
    const console = 'admin-console-settings';
    const readers = logReaders(view, textOf(view.observed(org).readerClientId));
    return {
      identityEngine: identityEngine(view, org),
      ...authenticatorFacts(view),
      unknownDeviceLockoutPrevented: settingValue(
        view,
        'lockout-settings',
        (document) => document.preventBruteForceLockoutFromUnknownDevices === true,
      ),
      possessionVerifiedFirst: settingValue(
        view,
        'authenticator-settings',
        (document) => document.verifyKnowledgeSecondWhen2faRequired === true,
      ),
      adminConsoleIdleMinutes: settingValue(view, console, (document) => plain(document.sessionIdleTimeoutMinutes)),
      adminConsoleLifetimeMinutes: settingValue(view, console, (document) => plain(document.sessionMaxLifetimeMinutes)),
      ...threatInsightFacts(view),
      anonymizersBlocked: anonymizersBlocked(view),
      customZoneCount: counted(
        view,
        ['zones'],
        activeOf(view, 'Zone').filter((zone) => view.props(zone).system !== true),
      ),
      activeBehaviorTypes: listed(
        view,
        ['behaviors'],
        activeOf(view, 'Behavior').map((one) => String(view.props(one).type)),
      ),
      activeLogStreamCount: counted(view, ['log-streams'], activeOf(view, 'LogStream')),
      logReaders: readers.needs.length > 0 ? new AtLeast(readers.names, readers.needs) : readers.names,
      logReaderCount:
        readers.needs.length > 0 ? new AtLeast(readers.names.length, readers.needs) : readers.names.length,
      deviceAssuranceCount: settingValue(view, 'device-assurances', (document) => itemsOf(document.policies).length),
    };
  },
};

/** Whether the org runs Identity Engine; null pipeline means the probe did not say. */
export function identityEngine(view: GraphView, org: NodeIndex | undefined = view.ofKind('Org')[0]): boolean | Unknown {
  const pipeline = org === undefined ? null : view.props(org).pipeline;
  return typeof pipeline === 'string' ? pipeline === 'idx' : new Unknown([{ resource: 'org', parent: '' }]);
}

function plain(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function activeOf(view: GraphView, kind: 'Zone' | 'Behavior' | 'LogStream' | 'Authenticator'): NodeIndex[] {
  return view.ofKind(kind).filter((node) => isActive(view, node));
}

function openOf(view: GraphView, resources: readonly string[]): FactNeed[] {
  return hiding(
    view,
    resources.map((resource) => ({ resource, parent: '' })),
  );
}

function counted(view: GraphView, resources: readonly string[], nodes: readonly NodeIndex[]): FactValue {
  const open = openOf(view, resources);
  return open.length > 0 ? new AtLeast(nodes.length, open) : nodes.length;
}

/** Whether one is there: proven by what this read showed, and by a read of before no longer. */
function isThere(view: GraphView, resource: string, seen: boolean): FactValue {
  const open = openOf(view, [resource]);
  if (open.length === 0) return seen;
  return seen && !view.keeps(resource) ? true : new Unknown(open);
}

function listed(view: GraphView, resources: readonly string[], values: readonly string[]): FactValue {
  const open = openOf(view, resources);
  const distinct = [...new Set(values)].sort();
  return open.length > 0 ? new AtLeast(distinct, open) : distinct;
}

function authenticatorFacts(view: GraphView): Facts {
  const active = activeOf(view, 'Authenticator');
  const keyOf = (node: NodeIndex) => view.props(node).key;
  const open = openOf(view, ['authenticators']);
  const strong = active.filter((node) => ['webauthn', 'smart_card_idp'].includes(String(keyOf(node))));
  const methodsOpen: FactNeed[] = [];
  for (const verify of active.filter((node) => keyOf(node) === 'okta_verify')) {
    const { methods } = view.props(verify);
    if (!Array.isArray(methods)) methodsOpen.push({ resource: 'authenticator-methods', parent: view.key(verify) });
    else if (methods.some((method) => pick(method, 'type') === 'signed_nonce' && pick(method, 'status') === 'ACTIVE'))
      strong.push(verify);
  }
  const hidden = [...open, ...methodsOpen];
  const smartCard = active.some((node) => keyOf(node) === 'smart_card_idp');
  return {
    phishingResistantAuthenticatorCount: hidden.length > 0 ? new AtLeast(strong.length, hidden) : strong.length,
    smartCardActive: isThere(view, 'authenticators', smartCard),
  };
}

function threatInsightFacts(view: GraphView): Facts {
  const exempt = (read: (zones: readonly NodeIndex[]) => FactValue): FactValue => {
    const value = settingValue(view, 'threat-insight', (document) => {
      const zones = textsOf(document.excludeZones).map((id) => view.indexOf(`Zone:${id}`));
      const open = zones.includes(-1) ? openOf(view, ['zones']) : [];
      return open.length > 0 ? new Unknown(open) : read(zones.filter((zone) => zone !== -1));
    });
    return value;
  };
  return {
    threatInsightAction: settingValue(view, 'threat-insight', (document) =>
      typeof document.action === 'string' ? document.action : undefined,
    ),
    threatInsightWidestExemptPrefix: exempt((zones) => {
      const widths = zones.map((zone) => widestPrefix(view.props(zone).gateways)).filter((width) => width !== null);
      return widths.length === 0 ? null : Math.min(...widths);
    }),
    threatInsightExemptsDynamicZone: exempt((zones) =>
      zones.some((zone) => String(view.props(zone).type).startsWith('DYNAMIC')),
    ),
    threatInsightExemptZones: exempt((zones) => zones.map((zone) => label(view, zone)).sort()),
  };
}

/** Categories of an enhanced dynamic zone that take in anonymisers in general, not one service by name. */
const ANONYMIZER = /ANONYMIZER|^ALL_IP_SERVICES$|^ALL_PROXIES_VPNS$/;

/**
 * Whether a dynamic zone of that proxy type takes in anonymisers, `Tor` by Okta's description and `TorAnonymizer` by
 * its servers; null for a word neither of them has.
 */
function proxyTakesAnonymizers(proxyType: Json | undefined): boolean | null {
  if (isEmpty(proxyType)) return false;
  switch (String(proxyType).toLowerCase()) {
    case 'any':
    case 'tor':
    case 'toranonymizer':
      return true;
    case 'null':
    case 'nottoranonymizer':
      return false;
    default:
      return null;
  }
}

function anonymizersBlocked(view: GraphView): FactValue {
  const blocked = activeOf(view, 'Zone').filter((zone) => view.props(zone).usage === 'BLOCKLIST');
  const names = blocked.some((zone) => {
    const { type, ipServiceCategories, proxyType } = view.props(zone);
    if (type === 'DYNAMIC_V2') return textsOf(pick(ipServiceCategories, 'include')).some((one) => ANONYMIZER.test(one));
    return type === 'DYNAMIC' && proxyTakesAnonymizers(proxyType) === true;
  });
  const told = isThere(view, 'zones', names);
  if (told !== false) return told;
  const strange = blocked.find((zone) => {
    const { type, proxyType } = view.props(zone);
    return type === 'DYNAMIC' && proxyTakesAnonymizers(proxyType) === null;
  });
  if (strange !== undefined) {
    const reason = `what kind of proxy "${label(view, strange)}" blocks is said in a word we do not know`;
    return new Unknown([{ resource: 'zones', parent: '', reason }]);
  }
  const byAddress = blocked.find((zone) => view.props(zone).type === 'IP' && !isEmpty(view.props(zone).gateways));
  if (byAddress === undefined) return false;
  const reason = `whether the addresses blocked by "${label(view, byAddress)}" are those of anonymisers cannot be judged from the zone`;
  return new Unknown([{ resource: 'zones', parent: '', reason }]);
}

const READS_LOG = 'okta.logs.read';

/** @param own OAuth client this product reads as: it asks for the scope, and keeps the log for nobody */
function logReaders(view: GraphView, own: string | null): { names: string[]; needs: FactNeed[] } {
  const isOwn = (node: NodeIndex): boolean =>
    own !== null &&
    [view.externalId(node), pick(view.props(node).credentials, 'oauthClient', 'client_id')].includes(own);
  const apps = view.ofKind('App').filter((app) => isActive(view, app) && !isOwn(app));
  const granted = apps.filter((app) =>
    view
      .out(app, 'HAS_GRANT')
      .some((grant) => view.props(grant).scopeId === READS_LOG && view.props(grant).status !== 'REVOKED'),
  );
  const integrations = view
    .ofKind('ServiceIntegration')
    .filter((one) => textsOf(view.props(one).grantedScopes).includes(READS_LOG) && !isOwn(one));
  return {
    names: [...granted, ...integrations].map((node) => label(view, node)).sort(),
    needs: [
      ...openOf(view, ['apps', 'api-services']),
      ...unreadLists(
        view,
        'app-grants',
        apps.filter((app) => mayHoldScopes(view, app)),
      ),
    ],
  };
}

/** Scopes of the management API go to OAuth clients; other applications are never asked for them. */
function mayHoldScopes(view: GraphView, app: NodeIndex): boolean {
  return view.props(app).signOnMode === 'OPENID_CONNECT';
}
