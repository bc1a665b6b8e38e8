import { edited, rederived } from '@posture/access-graph';
import type { Derived } from '@posture/access-graph';
import type { Change, Evaluation, NodeKey } from '@posture/domain';
import type { ResolvedRule } from '@posture/rule-engine';
import type { VersionView } from '../graphs';
import { hiddenFrom, judge } from '../judge';
import type { JudgedRule } from '../judge';
import { affectedBy } from './affected';

/** What a rule matched, by the key of the subject. */
export type Matches = ReadonlyMap<string, Evaluation>;

/** A version as rules judged it: one that was read, or what changes would make of it. */
export interface World {
  readonly context: VersionView;
  /** What follows from it. */
  readonly derived: Derived;
  /** By id of the rule. */
  readonly matches: ReadonlyMap<string, Matches>;
  /** Keys of the subjects that could not be assessed, by rule: of those judged again, where some were. */
  readonly notAssessed: ReadonlyMap<string, ReadonlySet<string>>;
  /** Rules that could not assess every subject of the version that was read. */
  readonly unsure: ReadonlySet<string>;
}

/** A version that was read and judged, to try changes on. */
export function worldOf(context: VersionView, judged: readonly JudgedRule[]): World {
  const { provider, view, privilege } = context;
  return {
    context,
    derived: provider.model.derive(view, privilege),
    matches: new Map(judged.map(({ rule, matches }) => [rule.file.id, bySubject(matches)])),
    notAssessed: notAssessedBy(judged),
    unsure: new Set(
      judged
        .filter(({ rule, notAssessed }) => notAssessed.size + hiddenFrom(rule, context).length > 0)
        .map(({ rule }) => rule.file.id),
    ),
  };
}

/**
 * What a change would make of a version: it is laid over it, what follows is derived anew, and whoever it may concern is
 * judged again by every rule; paths are walked anew from every start.
 * @param all judges everybody again, for whoever wants to hold that against the rest
 */
export async function simulate(
  world: World,
  rules: readonly ResolvedRule[],
  change: Change,
  { all = false } = {},
): Promise<World> {
  const { context } = world;
  const { model } = context.provider;
  const edit = model.fixes.edit(context.view, change);
  const raw = await edited(context.view, edit);
  const derived = model.derive(raw, model.privilege(raw, context.classification));
  const { view, differing } = await rederived(raw, world.derived, derived);
  const after: VersionView = { ...context, view, privilege: model.privilege(view, context.classification) };
  const among = all ? undefined : affectedBy(edit, differing, context, after);
  const judged = judge(rules, after, among);
  const matches = without(world.matches, edit.removed);
  for (const { rule, matches: fresh } of judged) {
    const { id } = rule.file;
    const isWhole = among === undefined || rule.path !== null;
    const known = matches.get(id) ?? new Map<string, Evaluation>();
    matches.set(id, isWhole ? bySubject(fresh) : merged(known, fresh, new Set(among(rule.file.subject)), after));
  }
  return { context: after, derived, matches, notAssessed: notAssessedBy(judged), unsure: world.unsure };
}

/** Nothing is wrong any more with what is gone. */
function without(all: World['matches'], keys: readonly NodeKey[]): Map<string, Matches> {
  const touched = (matches: Matches) => keys.some((key) => matches.has(key));
  return new Map(
    [...all].map(([rule, matches]) => [
      rule,
      touched(matches) ? new Map([...matches].filter(([key]) => !keys.includes(key as NodeKey))) : matches,
    ]),
  );
}

function merged(
  known: Matches,
  fresh: readonly Evaluation[],
  again: ReadonlySet<number>,
  { view }: VersionView,
): Matches {
  const kept = [...known].filter(([key]) => {
    const node = view.indexOf(key);
    return node >= 0 && !again.has(node);
  });
  return kept.length === known.size && fresh.length === 0
    ? known
    : new Map([...kept, ...fresh.map((each): [string, Evaluation] => [each.subject.key, each])]);
}

function bySubject(matches: readonly Evaluation[]): Matches {
  return new Map(matches.map((each) => [each.subject.key, each]));
}

function notAssessedBy(judged: readonly JudgedRule[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(judged.map(({ rule, notAssessed }) => [rule.file.id, notAssessed]));
}
