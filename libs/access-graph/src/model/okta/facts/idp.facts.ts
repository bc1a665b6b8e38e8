import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, Json, NodeIndex } from '@posture/domain';
import { IDP_FACTS } from '../fact-schema/idp.facts';
import { idpReach, reachesUser } from '../privilege/idp-reach';
import { readSubjectFilter } from '../privilege/subject-filter';
import { attributesIn } from './attribute-references';
import { unreadList, unreadLists } from '../../../facts/list-coverage';
import { daysWithoutSignIn } from './log-usage';
import { isActive, label } from './policy-rules';
import { boundedBy, isTierOne, mergedNeeds, tenantRoleNeeds } from './role-facts';
import { numberOf, pick, textOf, textsOf } from '../../../facts/wire';

const UNREAD_FILTER =
  'whom the filter on usernames lets pass cannot be told: it is not of the form "anything at these domains", ' +
  'and patterns of a provider are never run';

interface Prepared {
  readonly ruleAttributes: readonly string[];
  readonly ruleNeeds: readonly FactNeed[];
  readonly appNeeds: readonly FactNeed[];
  readonly admins: readonly NodeIndex[];
}

/** Whom an identity provider may sign in as, and how far its word is taken. */
export const idpFacts: FactSet<Prepared> = {
  kind: 'IdP',
  schema: IDP_FACTS,
  prepare: ({ view, privilege }) => ({
    ruleAttributes: ruleAttributes({ view }),
    ruleNeeds: unreadList(view.coverage, 'group-rules'),
    appNeeds: [...unreadList(view.coverage, 'apps'), ...unreadLists(view, 'app-groups', view.ofKind('App'))],
    admins: privilege.holders().filter((holder) => view.kind(holder) === 'User'),
  }),
  compute(context, idp, prepared) {
    const { view } = context;
    const { status, type, policy } = view.props(idp);
    return {
      status: textOf(status) ?? 'INACTIVE',
      type: textOf(type) ?? 'UNKNOWN',
      identifiers: [view.externalId(idp), view.name(idp)].filter((each) => each !== null),
      ...linkFacts(context, idp, prepared),
      ...groupFacts(context, idp, prepared),
      mastersProfile: pick(policy, 'provisioning', 'profileMaster') === true,
      ruleAttributes: boundedBy(prepared.ruleAttributes, prepared.ruleNeeds),
      ruleAttributeCount: boundedBy(prepared.ruleAttributes.length, prepared.ruleNeeds),
      ...subjectFacts(policy),
      ...messageFacts(context, idp),
      daysSinceLastUse: daysWithoutSignIn(context, idp),
    };
  },
};

function linkFacts(context: FactContext, idp: NodeIndex, { admins }: Prepared): Facts {
  const { view } = context;
  const link = pick(view.props(idp)['policy'], 'accountLink');
  const reach = idpReach(view, idp);
  const groups = textsOf(pick(link, 'filter', 'groups', 'include'));
  const reachesAdmin = reach !== null && admins.some((admin) => reachesUser(view, reach, admin, true));
  const mayReachMore = reach !== null && !reach.excludesAdmins && !reachesAdmin;
  const needs = mayReachMore
    ? mergedNeeds([...userRoleNeeds(context), ...unreadLists(view, 'group-members', reach.groups ?? [])])
    : [];
  return {
    autoLinks: pick(link, 'action') === 'AUTO',
    linkGroupCount: groups.length,
    linkExcludesAdmins: pick(link, 'filter', 'users', 'excludeAdmins') === true,
    linkReachesAdmin: needs.length === 0 ? reachesAdmin : new Unknown(needs),
  };
}

/** What could hide that a user holds a role; clients are nobody a provider signs in as. */
function userRoleNeeds(context: FactContext): readonly FactNeed[] {
  return tenantRoleNeeds(context).filter(({ resource }) => resource !== 'client-roles');
}

/** A group counts by its own role or by the T0 and T1 applications it gives. */
function groupFacts(context: FactContext, idp: NodeIndex, { appNeeds }: Prepared): Facts {
  const { view, privilege } = context;
  const action = textOf(pick(view.props(idp)['policy'], 'provisioning', 'groups', 'action')) ?? 'NONE';
  const privileged: string[] = [];
  const needs: FactNeed[] = [];
  for (const group of view.out(idp, 'ASSIGNS_GROUP')) {
    const tierOne = isTierOne(context, group);
    const givesApp = view
      .out(group, 'ASSIGNED_TO')
      .some((app) => isActive(view, app) && (privilege.tier(app) === 'T0' || privilege.tier(app) === 'T1'));
    if (tierOne === true || givesApp) privileged.push(label(view, group));
    else needs.push(...(tierOne instanceof Unknown ? tierOne.needs : []), ...appNeeds);
  }
  const open = mergedNeeds(needs);
  return {
    groupAction: action,
    privilegedGroups: boundedBy(privileged.sort(), open),
    privilegedGroupCount: boundedBy(privileged.length, open),
  };
}

function ruleAttributes({ view }: Pick<FactContext, 'view'>): readonly string[] {
  const active = view.ofKind('GroupRule').filter((rule) => isActive(view, rule));
  return [...new Set(active.flatMap((rule) => attributesIn(view.props(rule)['expression'])))].sort();
}

function subjectFacts(policy: Json | undefined): Facts {
  const template = textOf(pick(policy, 'subject', 'userNameTemplate', 'template'));
  const claims = [...(template ?? '').matchAll(/\bidpuser\.([A-Za-z_]\w*)/g)].map(([, claim]) => claim as string);
  return {
    subjectTemplate: template,
    subjectClaims: [...new Set(claims)].sort(),
    limitsSubjects: limits(textOf(pick(policy, 'subject', 'filter'))),
  };
}

/** Whether a pattern keeps strangers out. One we cannot read leaves that open: patterns of a provider are never run. */
function limits(pattern: string | null): boolean | Unknown {
  switch (readSubjectFilter(pattern ?? '').admits) {
    case 'anybody':
      return false;
    case 'domains':
      return true;
    case 'unknown':
      return new Unknown([{ resource: 'idps', parent: '', reason: UNREAD_FILTER }]);
  }
}

function messageFacts({ view }: FactContext, idp: NodeIndex): Facts {
  const { policy, protocol, type } = view.props(idp);
  const signature = pick(protocol, 'algorithms', 'response', 'signature');
  const saml = pick(protocol, 'type') === 'SAML2' || type === 'SAML2';
  const issuer = type === 'X509' ? textOf(pick(protocol, 'credentials', 'trust', 'issuer')) : null;
  return {
    signatureAlgorithm: saml ? textOf(pick(signature, 'algorithm')) : null,
    signatureScope: saml ? textOf(pick(signature, 'scope')) : null,
    maxClockSkewMs: numberOf(pick(policy, 'maxClockSkew')),
    trustsForeignMfa: pick(policy, 'trustClaims') === true || pick(policy, 'mapAMRClaims') === true,
    issuer,
    issuerParts: issuerParts(type, issuer),
  };
}

function issuerParts(type: Json | undefined, issuer: string | null): Facts[string] {
  if (issuer !== null && issuer.trim() !== '') {
    const plain = issuer.trim().toLowerCase();
    const parts = plain.split(/[,/]/).map(withoutSpacesAroundName);
    return [...new Set([plain, ...parts.filter((part) => part !== '')])];
  }
  if (type !== 'X509') return [];
  return new Unknown([{ resource: 'idps', parent: '', reason: 'the provider names no issuer of its smart cards' }]);
}

/** `ou = DOD` and `ou=DOD` name one unit. */
function withoutSpacesAroundName(part: string): string {
  const equals = part.indexOf('=');
  return equals < 0 ? part.trim() : `${part.slice(0, equals).trim()}=${part.slice(equals + 1).trim()}`;
}
