import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, FactValue, GraphView, NodeIndex } from '@posture/domain';
import { APP_FACTS } from '../fact-schema/app.facts';
import { ADMIN_CONSOLE } from '../privilege/tiers';
import { attributesIn } from './attribute-references';
import { applicationType, isOauthClient } from './client-reach';
import { assertionFacts } from './app-assertion';
import { unreadList, unreadLists } from '../../../facts/list-coverage';
import { appKeys, daysWithoutUse } from './log-usage';
import { everyoneGroups } from './policy-rules';
import { boundedBy, mergedNeeds } from './role-facts';
import { pick, textOf, textsOf } from '../../../facts/wire';

const FEDERATED = new Set(['SAML_2_0', 'SAML_1_1', 'WS_FEDERATION', 'OPENID_CONNECT']);
/** Made from a template of Okta's, so that its catalogue says nothing about them. */
const TEMPLATE = /^(template_|oidc_client$|bookmark$)/;

interface Prepared {
  readonly everyone: ReadonlySet<string>;
  readonly groupNeeds: readonly FactNeed[];
  readonly selfWritable: ReadonlySet<string>;
  readonly schemaNeeds: readonly FactNeed[];
  /** Catalogue keys of what the org built itself begin with its subdomain; null when it is not known. */
  readonly ownPrefix: string | null;
  readonly sensitiveNames: ReadonlySet<string>;
}

export const appFacts: FactSet<Prepared> = {
  kind: 'App',
  schema: APP_FACTS,
  prepare: ({ view, classification }) => ({
    everyone: everyoneGroups(view),
    groupNeeds: unreadList(view.coverage, 'groups'),
    selfWritable: selfWritableAttributes(view),
    schemaNeeds: [
      ...unreadList(view.coverage, 'user-types'),
      ...unreadLists(view, 'user-schema', view.ofKind('UserType')),
    ],
    ownPrefix: ownPrefix(view),
    sensitiveNames: new Set([...classification.tier1Apps, ...classification.tier2Apps]),
  }),
  compute: (context, app, prepared) => ({
    ...identityFacts(context, app, prepared),
    ...assignmentFacts(context, app, prepared),
    ...usernameFacts(context, app, prepared),
    ...assertionFacts(context, app),
  }),
};

function identityFacts(context: FactContext, app: NodeIndex, { ownPrefix, sensitiveNames }: Prepared): Facts {
  const { view } = context;
  const props = view.props(app);
  const name = textOf(props['catalogName']);
  const mode = textOf(props['signOnMode']);
  const oktaOwn = isOktaOwn(name);
  return {
    status: textOf(props['status']) ?? 'INACTIVE',
    catalogName: name,
    catalogKeys: catalogKeys(name, ownPrefix),
    signOnMode: mode,
    isOktaOwn: oktaOwn,
    isFederated: !oktaOwn && FEDERATED.has(mode ?? '') && applicationType(view, app) !== 'service',
    isSensitive: isSensitive(context, app),
    isSensitiveService: !oktaOwn && sensitiveNames.has(name ?? ''),
    features: [...textsOf(props['features'])].sort(),
    credentialScheme: textOf(pick(props['credentials'], 'scheme')),
    selfService: pick(props['accessibility'], 'selfService') === true,
    universalLogoutStatus: textOf(pick(props['universalLogout'], 'status'))?.toUpperCase() ?? null,
    daysSinceLastUse: daysWithoutUse(context, appKeys(view, app), props['created'], 'apps'),
  };
}

/** Org2Org federates to another tenant: it is the organisation's to judge, unlike the rest of Okta's applications. */
function isOktaOwn(name: string | null): boolean {
  if (name === null || name === 'okta_org2org') return false;
  return name === ADMIN_CONSOLE || name.startsWith('okta_') || name === 'flow';
}

function catalogKeys(name: string | null, ownPrefix: string | null): FactValue {
  if (name === null || TEMPLATE.test(name)) return [];
  if (ownPrefix === null) {
    return new Unknown([{ resource: 'org', parent: '', reason: "the tenant's subdomain is not known" }]);
  }
  return name.startsWith(ownPrefix) ? [] : [name, '*'];
}

function ownPrefix(view: GraphView): string | null {
  const [org] = view.ofKind('Org');
  const subdomain = org === undefined ? null : textOf(view.props(org)['subdomain']);
  return subdomain === null || subdomain === '' ? null : `${subdomain.toLowerCase()}_`;
}

/** The catalogue name proves it; that a client holds neither role nor scope must have been read. */
function isSensitive({ view, privilege }: FactContext, app: NodeIndex): boolean | Unknown {
  if (privilege.tier(app) !== 'T3') return true;
  const needs = isOauthClient(view, app)
    ? [...privilege.heldRolesNeeds(app), ...unreadList(view.coverage, 'app-grants', view.key(app))]
    : [];
  return needs.length === 0 ? false : new Unknown(mergedNeeds(needs));
}

function assignmentFacts({ view }: FactContext, app: NodeIndex, { everyone, groupNeeds }: Prepared): Facts {
  const key = view.key(app);
  const userNeeds = unreadList(view.coverage, 'app-users', key);
  const assignedNeeds = [...groupNeeds, ...unreadList(view.coverage, 'app-groups', key)];
  let users = 0;
  let direct = 0;
  let groups = 0;
  let toEveryone = pick(view.props(app)['settings'], 'implicitAssignment') === true;
  for (const { src, props } of view.inEdges(app, 'ASSIGNED_TO')) {
    if (view.kind(src) === 'Group') {
      groups++;
      if (everyone.has(view.externalId(src))) toEveryone = true;
    } else {
      users++;
      if (props['scope'] !== 'GROUP') direct++;
    }
  }
  return {
    assignmentCount: boundedBy(users + groups, mergedNeeds([...userNeeds, ...assignedNeeds])),
    directAssignmentCount: boundedBy(direct, userNeeds),
    directAssignmentPercent: userNeeds.length > 0 ? new Unknown(userNeeds) : users === 0 ? 0 : (direct * 100) / users,
    assignedToEveryone: toEveryone || assignedNeeds.length === 0 ? toEveryone : new Unknown(assignedNeeds),
  };
}

function usernameFacts({ view }: FactContext, app: NodeIndex, { selfWritable, schemaNeeds }: Prepared): Facts {
  const template = pick(view.props(app)['credentials'], 'userNameTemplate');
  const expression = textOf(pick(template, 'template'));
  const attributes = attributesIn(expression);
  const writable = attributes.filter((name) => selfWritable.has(name));
  const open = writable.length === attributes.length ? [] : schemaNeeds;
  return {
    usernameTemplateType: textOf(pick(template, 'type')),
    usernameTemplate: expression,
    selfWritableUsernameAttributes: boundedBy(writable, open),
    selfWritableUsernameAttributeCount: boundedBy(writable.length, open),
  };
}

function selfWritableAttributes(view: GraphView): ReadonlySet<string> {
  return new Set(
    view
      .ofKind('Attribute')
      .filter((attribute) => view.props(attribute)['permission'] === 'READ_WRITE')
      .map((attribute) => String(view.props(attribute)['name'] ?? view.externalId(attribute))),
  );
}
