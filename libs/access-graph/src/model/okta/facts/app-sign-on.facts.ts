import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, GraphView, NodeIndex } from '@posture/domain';
import { APP_SIGN_ON_FACTS } from '../fact-schema/app-sign-on.facts';
import { identityEngine } from './org-settings.facts';
import { activeRules, hiding, isActive, isSystem, isZoned, rulesNeed } from './policy-rules';
import { allows } from './rule-assurance';
import { pick, textOf } from '../../../facts/wire';

/** How the sign-on policy of each application is built. */
export const appSignOnFacts: FactSet<boolean | Unknown> = {
  kind: 'App',
  schema: APP_SIGN_ON_FACTS,
  prepare: ({ view }: FactContext) => identityEngine(view),
  compute({ view }: FactContext, app: NodeIndex, engine: boolean | Unknown): Facts {
    const people = peopleSignIn(view, app);
    const signOn = isActive(view, app) && people;
    const bound = view.in(app, 'PROTECTS');
    const policy = bound.find((one) => isActive(view, one));
    return {
      peopleSignIn: people,
      hasUserSignOn: signOn && engine,
      ...(policy === undefined ? unboundFacts(view, app) : boundFacts(view, policy)),
    };
  },
};

/** An application whose link names a policy that was not read is not one without a policy. */
function unboundFacts(view: GraphView, app: NodeIndex): Facts {
  const named = textOf(view.props(app).accessPolicyId);
  const hidden: FactNeed[] = hiding(view, [{ resource: 'policies', parent: '' }]);
  const unread = named !== null && view.indexOf(`Policy:${named}`) === -1 && hidden.length > 0;
  if (unread) {
    const unknown = new Unknown(hidden);
    return { hasAccessPolicy: unknown, rulesWithoutZoneCount: unknown, catchAllDenies: unknown };
  }
  return { hasAccessPolicy: false, rulesWithoutZoneCount: 0, catchAllDenies: null };
}

function boundFacts(view: GraphView, policy: NodeIndex): Facts {
  const rules = activeRules(view, policy);
  const open = hiding(view, [rulesNeed(view, policy)]);
  const unzoned = rules.filter((rule) => !isSystem(view, rule) && !isZoned(view.props(rule))).length;
  const catchAll = rules.find((rule) => isSystem(view, rule));
  return {
    hasAccessPolicy: true,
    rulesWithoutZoneCount: open.length > 0 ? new AtLeast(unzoned, open) : unzoned,
    catchAllDenies: open.length > 0 ? new Unknown(open) : catchAll === undefined ? null : !allows(view.props(catchAll)),
  };
}

const DIRECTORIES = new Set(['active_directory', 'ldap', 'ldap_interface', 'ldap_sun_one']);

/** Neither a directory nor a program: somebody has to be let in. */
export function peopleSignIn(view: GraphView, app: NodeIndex): boolean {
  const { settings, catalogName, signOnMode } = view.props(app);
  if (textOf(signOnMode) === null || DIRECTORIES.has(textOf(catalogName) ?? '')) return false;
  return pick(settings, 'oauthClient', 'application_type') !== 'service';
}
