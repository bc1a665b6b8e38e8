import type { FactNeed, GraphView, HiddenObjects, NodeIndex, SubjectRef } from '@posture/domain';
import { nothingHidden } from '../../../graph/coverage-index';

/** Okta's own applications that every org has, by catalogue name. */
const ALWAYS_THERE: Readonly<Record<string, string>> = { saasure: 'the Admin Console', okta_enduser: 'the Dashboard' };
/** What Okta calls those that it hides; nobody can rename them. */
const LABELS: ReadonlySet<string> = new Set(['Okta Admin Console', 'Okta Dashboard', 'Okta Browser Plugin']);

/**
 * Why something about Okta's own applications was not seen although the list of applications was read to its end. An org
 * always has them, so one that the list lacks is unseen, not absent: Okta shows them to super administrators only. Empty
 * when all is told, and when the list was not read, which speaks for itself.
 */
export function unseenOwnApps(view: GraphView): readonly FactNeed[] {
  if (!nothingHidden(view.coverage, 'apps')) return [];
  const { absent, unguarded } = placesOfOwnApps(view);
  const needs: FactNeed[] = [];
  if (absent.length > 0) {
    const which = `${absent.join(' and ')} ${absent.length === 1 ? 'is' : 'are'}`;
    const reason = `Okta shows its own applications only to super administrators: ${which} not in the list that was read.`;
    needs.push({ resource: 'apps', parent: '', reason });
  }
  if (unguarded.length > 0) {
    const reason = `The list of applications does not tell which policy guards ${unguarded.join(' and ')}.`;
    needs.push({ resource: 'apps', parent: '', reason });
  }
  return needs;
}

/**
 * Okta's own applications as far as they are unseen. They are like others only in having a sign-on policy, so rules that
 * ask of none have no business with them; who is assigned to them has nothing of them without a role.
 */
export function hiddenOwnApps(view: GraphView): readonly HiddenObjects[] {
  const needs = unseenOwnApps(view);
  if (needs.length === 0) return [];
  return [
    {
      kind: 'App',
      needs,
      edges: ['PROTECTS'],
      asked: ['policy-rules'],
      mayBe: (subject) => mayBeUnseenOwnApp(view, subject),
    },
  ];
}

/** Whether an application that is in the inventory no more may be one of those that this reader is not shown. */
function mayBeUnseenOwnApp(view: GraphView, { kind, name }: Pick<SubjectRef, 'kind' | 'name'>): boolean {
  return kind === 'App' && name !== null && LABELS.has(name) && placesOfOwnApps(view).absent.length > 0;
}

function placesOfOwnApps(view: GraphView): { absent: string[]; unguarded: string[] } {
  const seen = new Map<unknown, NodeIndex>(view.ofKind('App').map((app) => [view.props(app).catalogName, app]));
  // A Classic org has no policies for single applications.
  const guarding = view.ofKind('Policy').some((policy) => view.props(policy).type === 'ACCESS_POLICY');
  const absent: string[] = [];
  const unguarded: string[] = [];
  for (const [catalogName, inWords] of Object.entries(ALWAYS_THERE)) {
    const app = seen.get(catalogName);
    if (app === undefined) absent.push(inWords);
    else if (guarding && view.in(app, 'PROTECTS').length === 0) unguarded.push(inWords);
  }
  return { absent, unguarded };
}
