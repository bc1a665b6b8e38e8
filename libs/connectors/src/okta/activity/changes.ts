import { coalesced, nodeKey } from '@posture/domain';
import type { Activity, Changes, NodeKey, NodeKind, ObjectChange } from '@posture/domain';
import { OKTA_RESOURCE_NAMES, OKTA_ROWS } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';

/** What one event says, gathered from its targets. */
class Said {
  readonly objects: ObjectChange[] = [];
  readonly stale: OktaResource[] = [];

  constructor(readonly event: Activity) {}

  /** Ids of the targets of a kind; Okta's own word decides where the kind of the access graph is not known. */
  ids(kind: NodeKind): readonly string[] {
    const { targets } = this.event;
    return targets
      .filter((target) => kindOf(target.kind, target.type) === kind)
      .flatMap(({ id }) => (id === '' ? [] : id));
  }

  /** A whole list of the org. */
  list(...resources: readonly OktaResource[]): void {
    for (const resource of resources) this.objects.push({ resource });
  }

  /** Each of the targets, read by itself. */
  each(resource: OktaResource, kind: NodeKind, gone = false): void {
    this.#orStale(resource, this.ids(kind), (id) => ({ resource, key: nodeKey(kind, id), ...(gone ? { gone } : {}) }));
  }

  /** The lists that each of the targets keeps. */
  kept(kind: NodeKind, ...resources: readonly OktaResource[]): void {
    for (const resource of resources)
      this.#orStale(resource, this.ids(kind), (id) => ({ resource, parent: nodeKey(kind, id) }));
  }

  /** One entry of the list that another target keeps. */
  entry(resource: OktaResource, parent: NodeKind, kind: NodeKind): void {
    const keys = this.ids(kind).map((id): NodeKey => nodeKey(kind, id));
    this.#orStale(resource, keys.length === 0 ? [] : this.ids(parent), (id) =>
      keys.map((key) => ({ resource, parent: nodeKey(parent, id), key })),
    );
  }

  /** An event that names no target says only that something changed. */
  #orStale(
    resource: OktaResource,
    ids: readonly string[],
    changeOf: (id: string) => ObjectChange | readonly ObjectChange[],
  ): void {
    if (ids.length === 0) this.stale.push(resource);
    for (const id of ids) this.objects.push(...[changeOf(id)].flat());
  }
}

const WORDS: Readonly<Record<string, NodeKind>> = {
  User: 'User',
  UserGroup: 'Group',
  AppInstance: 'App',
  PublicClientApp: 'App',
  PolicyEntity: 'Policy',
  AuthorizationServer: 'AuthServer',
  Device: 'Device',
};

function kindOf(kind: NodeKind | null, word: string): NodeKind | null {
  return kind ?? (Object.hasOwn(WORDS, word) ? WORDS[word]! : null);
}

type Means = (said: Said) => void;

const nothing: Means = () => undefined;
const user: Means = (said) => said.each('users', 'User');
const userGone: Means = (said) => said.each('users', 'User', true);
const app: Means = (said) => {
  said.each('apps', 'App');
  // A certificate changes what it belongs to.
  said.kept('App', 'app-keys');
};
const appLists = ['app-grants', 'app-jwks', 'client-secrets', 'app-users', 'app-groups', 'client-roles'] as const;
/** Rules of a policy are ordered, and so are the policies of a type: one that moves, moves others. */
const policy: Means = (said) => {
  if (said.ids('AuthServer').length > 0) return server(said);
  said.each('policies', 'Policy');
  said.kept('Policy', 'policy-rules');
};
const server: Means = (said) => {
  said.list('authorization-servers');
  said.kept('AuthServer', 'auth-server-policies');
};
const lists =
  (...resources: readonly OktaResource[]): Means =>
  (said) =>
    said.list(...resources);
const both =
  (...means: readonly Means[]): Means =>
  (said) =>
    means.forEach((each) => each(said));
const stale =
  (...resources: readonly OktaResource[]): Means =>
  (said) =>
    void said.stale.push(...resources);

const LICENSED = OKTA_RESOURCE_NAMES.filter((name) => OKTA_ROWS[name].licensed === true);

/**
 * Event types by what has to be read again after one of them, the first that fits. Reading a client secret is told like a
 * change and is none; to read it again would be told again. Source: Okta's event type catalogue, release 2026.08.1.
 */
const EVENTS: readonly (readonly [type: RegExp, means: Means])[] = [
  [/\.read_client_secret$/, nothing],
  [/^user\.lifecycle\.delete\./, userGone],
  [/^user\.lifecycle\./, user],
  [/^user\.account\.privilege\.(grant|revoke)$/, (said) => said.kept('User', 'user-roles', 'factors')],
  [/^user\.account\.(report_suspicious_activity_by_enduser|use_token|lock\.limit)$/, nothing],
  [/^user\.account\./, user],
  [/^user\.realm\.update$/, user],
  [/^user\.import\.password$/, user],
  [/^user\.mfa\.factor\./, (said) => said.kept('User', 'factors')],
  [/^user\.session\.impersonation\.(grant|extend|revoke)$/, lists('org-support-access')],
  [
    /^group\.privilege\.(grant|revoke)$/,
    (said) => {
      said.each('groups', 'Group');
      said.kept('Group', 'group-roles', 'group-owners');
    },
  ],
  [/^group\.lifecycle\.delete$/, (said) => said.each('groups', 'Group', true)],
  [/^group\.(lifecycle|profile)\./, (said) => said.each('groups', 'Group')],
  [/^group\.user_membership\.rule\./, lists('group-rules')],
  [/^group\.user_membership\.(add|remove)$/, (said) => said.entry('group-members', 'Group', 'User')],
  [
    /^group\.application_assignment\.(add|update|remove)$/,
    (said) => {
      said.entry('app-groups', 'App', 'Group');
      said.kept('App', 'app-users');
      said.each('groups', 'Group');
      said.kept('Group', 'group-owners');
    },
  ],
  [
    /^resource\.owner\.update$/,
    (said) => (said.ids('Group').length > 0 ? said.kept('Group', 'group-owners') : undefined),
  ],
  [/^group\./, stale('groups', 'group-members')],
  [/^application\.lifecycle\.delete$/, (said) => said.each('apps', 'App', true)],
  [
    /^application\.lifecycle\.create$/,
    (said) => {
      app(said);
      said.kept('App', ...appLists);
    },
  ],
  [/^application\.lifecycle\./, app],
  [/^application\.user_membership\.(change_password|show_password)$/, nothing],
  [/^application\.user_membership\./, (said) => said.entry('app-users', 'App', 'User')],
  [/^application\.policy\.sign_on\.deny_access$/, nothing],
  [
    /^application\.policy\.sign_on\.(update|rule\.)/,
    (said) => {
      if (said.ids('App').length > 0) said.each('apps', 'App');
      policy(said);
    },
  ],
  [/^app\.oauth2\.client\.privilege\.(grant|revoke)$/, (said) => said.kept('App', 'client-roles')],
  // An API service integration is told of by the same words as an application.
  [/^app\.oauth2\.client\.lifecycle\.delete$/, both((said) => said.each('apps', 'App', true), lists('api-services'))],
  [/^app\.oauth2\.client\.lifecycle\./, both(app, lists('api-services'))],
  [/^app\.oauth2\.admin\.consent\.(grant|revoke)$/, (said) => said.kept('App', 'app-grants')],
  [
    /^app\.oauth2\.credentials\.lifecycle\./,
    (said) => {
      said.each('apps', 'App');
      said.kept('App', 'app-jwks', 'client-secrets');
    },
  ],
  [/^app\.oauth2\.as\.key\.rollover$/, lists('authorization-servers')],
  [/^oauth2\.as\.(created|updated|deleted|activated|deactivated)$/, server],
  [/^policy\.(lifecycle|rule)\./, policy],
  [/^iam\.role\./, lists('custom-roles')],
  [
    /^iam\.resourceset\./,
    (said) => {
      said.list('resource-sets');
      const kept = { User: 'user-roles', Group: 'group-roles', App: 'client-roles' } as const;
      for (const kind of ['User', 'Group', 'App'] as const) if (said.ids(kind).length > 0) said.kept(kind, kept[kind]);
    },
  ],
  [/^system\.api_token\.(create|revoke|update|enable)$/, lists('api-tokens')],
  [/^system\.idp\.lifecycle\./, lists('idps')],
  [/^system\.idp\.key\./, lists('idp-keys', 'idps')],
  [/^(security\.)?zone\./, lists('zones')],
  [/^event_hook\.delivery$/, nothing],
  [/^event_hook\./, lists('event-hooks')],
  [/^inline_hook\.(created|updated|deleted|activated|deactivated)$/, lists('inline-hooks')],
  [/^system\.log_stream\.lifecycle\./, lists('log-streams')],
  [/^(security\.authenticator\.lifecycle|system\.mfa\.factor)\./, lists('authenticators')],
  [/^device\.lifecycle\.delete$/, (said) => said.each('devices', 'Device', true)],
  [/^device\.(enrollment\.create$|lifecycle\.|user\.(add|remove)$)/, (said) => said.each('devices', 'Device')],
  [/^security\.threat\.configuration\.update$/, lists('threat-insight')],
  [/^security\.behavior\.settings\./, lists('behaviors')],
  [/^security\.attack_protection\.settings\.update$/, lists('lockout-settings', 'authenticator-settings')],
  [/^security\.trusted_origin\./, lists('trusted-origins')],
  [/^realm\./, lists('realms')],
  // What an org may do decides which of its lists there are.
  [/^system\.feature\.(enable|disable)$/, stale(...LICENSED)],
  // An import changes more than it tells of.
  [/^system\.import\.complete$/, stale('users', 'groups', 'group-members')],
];

/** What events of the System Log say has changed; those that ended otherwise than well changed nothing. Pure. */
export function changesOf(events: readonly Activity[]): Changes {
  const said = events
    .filter(({ outcome }) => outcome === null || outcome === 'SUCCESS')
    .map((event) => {
      const each = new Said(event);
      EVENTS.find(([type]) => type.test(event.type))?.[1](each);
      return each;
    });
  return coalesced({ objects: said.flatMap(({ objects }) => objects), stale: said.flatMap((each) => each.stale) });
}
