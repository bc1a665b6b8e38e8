import { AtLeast, Unknown, userAppKey } from '@posture/domain';
import type { FactContext, FactNeed, FactSet, NodeIndex } from '@posture/domain';
import { USER_APP_USE_FACTS } from '../fact-schema/user-app-use.facts';
import { LOG, daysWithoutUse } from './log-usage';
import { givenByName, sensitiveApps } from './personal-apps';
import { boundedBy, mergedNeeds, openNeeds } from './role-facts';
import type { CountFact } from './role-facts';
import { unreadList, unreadLists } from '../../../facts/list-coverage';
import { textOf, textsOf } from '../../../facts/wire';

interface Prepared {
  readonly apps: ReadonlySet<NodeIndex>;
  readonly needs: readonly FactNeed[];
}

/** What users do with the sensitive applications that were given to them by name. */
export const userAppUseFacts: FactSet<Prepared> = {
  kind: 'User',
  schema: USER_APP_USE_FACTS,
  prepare(context) {
    const { view } = context;
    const apps = sensitiveApps(context);
    return { apps, needs: [...unreadList(view.coverage, 'apps'), ...unreadLists(view, 'app-users', apps)] };
  },
  compute(context, user, { apps, needs }) {
    const given = givenByName(context.view, user, apps);
    const unused = given.map((app) => ({ app, days: daysWithoutSignOn(context, user, app) }));
    const [longest] = unused.filter(({ days }) => !(days instanceof Unknown)).sort((a, b) => least(b) - least(a));
    return {
      personalAppCount: boundedBy(given.length, needs),
      daysWithoutLeastUsedApp: boundOf(longest?.days, [...needs, ...unused.flatMap(({ days }) => openNeeds(days))]),
      leastUsedApp: longest === undefined ? null : (context.view.name(longest.app) ?? null),
    };
  },
};

interface Unused {
  readonly days: CountFact;
}

function least({ days }: Unused): number {
  return days instanceof AtLeast ? days.value : days instanceof Unknown ? 0 : days;
}

/** What was not told of may be without use for longer; it cannot make it less. */
function boundOf(longest: CountFact | undefined, needs: readonly FactNeed[]): CountFact {
  if (longest === undefined) return needs.length === 0 ? 0 : new Unknown(mergedNeeds(needs));
  return boundedBy(least({ days: longest }), mergedNeeds(needs));
}

/**
 * An assignment has no date. What the log did not show being given while it was read was given before, and neither user
 * nor application is younger than it; but those an application imports come without such an event.
 */
function daysWithoutSignOn(context: FactContext, user: NodeIndex, app: NodeIndex): CountFact {
  const { view, usage } = context;
  const key = userAppKey(view.externalId(user), view.externalId(app));
  const given = usage.lastUse('user_app_given', key)?.toISOString() ?? null;
  const dates = [given, view.props(user)['created'], view.props(app)['created']].flatMap((date) => textOf(date) ?? []);
  const days = daysWithoutUse(context, [['user_app', key]], dates.sort().at(-1), 'users');
  if (!(days instanceof AtLeast) || !textsOf(view.props(app)['features']).includes('IMPORT_NEW_USERS')) return days;
  const name = view.name(app) ?? view.externalId(app);
  const reason = `the log does not say when ${name} gave itself to the users it imports`;
  return new Unknown([{ resource: LOG, parent: '', reason }]);
}
