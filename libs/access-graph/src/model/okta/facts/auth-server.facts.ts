import { Unknown } from '@posture/domain';
import type { FactSet, GraphView, NodeIndex } from '@posture/domain';
import { AUTH_SERVER_FACTS } from '../fact-schema/auth-server.facts';
import { daysSince } from '../../../facts/when-read';
import { unreadList } from '../../../facts/list-coverage';
import { isActive } from './policy-rules';
import { pick, textOf, textsOf } from '../../../facts/wire';

/** How custom authorization servers keep their keys, and whether the one Okta made is used. */
export const authServerFacts: FactSet<null> = {
  kind: 'AuthServer',
  schema: AUTH_SERVER_FACTS,
  prepare: () => null,
  compute({ view, asOf }, server) {
    const { status, audiences, credentials, created } = view.props(server);
    const signing = pick(credentials, 'signing');
    return {
      status: textOf(status) ?? 'INACTIVE',
      isDefault: isDefault(view, server),
      audiences: textsOf(audiences),
      keyRotationMode: textOf(pick(signing, 'rotationMode')) ?? 'AUTO',
      daysSinceKeyRotation: daysSince(asOf, pick(signing, 'lastRotated')) ?? daysSince(asOf, created),
      admitsClients: admitsClients(view, server),
    };
  },
};

/** Its id is `default` in some tenants and an ordinary one in others; its issuer ends alike in all. */
function isDefault(view: GraphView, server: NodeIndex): boolean {
  const { default: flag, issuer } = view.props(server);
  if (flag === true || view.externalId(server) === 'default') return true;
  return textOf(issuer)?.endsWith('/oauth2/default') === true || view.name(server) === 'default';
}

function admitsClients(view: GraphView, server: NodeIndex): boolean | Unknown {
  const admits = view
    .out(server, 'CONTAINS')
    .some(
      (policy) =>
        view.kind(policy) === 'AuthServerPolicy' &&
        isActive(view, policy) &&
        textsOf(pick(view.props(policy)['conditions'], 'clients', 'include')).length > 0,
    );
  if (admits) return true;
  const needs = unreadList(view.coverage, 'auth-server-policies', view.key(server));
  return needs.length === 0 ? false : new Unknown(needs);
}
