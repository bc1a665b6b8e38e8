import { join } from 'node:path';
import { DEFAULT_CLASSIFICATION, buildGraph, computePrivilege, runPath, withTiers } from '@posture/access-graph';
import { checkRules, formatProblem } from '@posture/rule-engine';
import type { RunPathCase } from '@posture/rule-engine';

const RULES = join(__dirname, '../../rules');

/** A case's graph judged by the traversal that judges tenants, with the tiers the case declares. */
const runPathCase: RunPathCase = (rule, graph) => {
  const view = buildGraph(graph);
  const tiers = Object.fromEntries(graph.nodes.flatMap(({ key, tier }) => (tier === undefined ? [] : [[key, tier]])));
  const privilege = withTiers(computePrivilege(view, DEFAULT_CLASSIFICATION), view, tiers);
  const [answer] = runPath(view, privilege, rule.path!, rule.parameters, view.indexOf(graph.subject));
  if (answer === undefined) return 'not_applicable';
  if (answer.edges !== null) return 'match';
  return answer.missing.length > 0 ? 'not_assessed' : 'clear';
};

describe('Shipped rules', () => {
  it('are well formed, and every case gives the verdict it expects', async () => {
    const check = await checkRules([RULES], { runPathCase });

    expect(check.problems.map(formatProblem)).toEqual([]);
    expect(check.casesSkipped).toBe(0);
    expect(check.casesJudged).toBeGreaterThanOrEqual(check.rules.length * 3);
  });

  it('name only rules that exist where they supersede others', async () => {
    const check = await checkRules([RULES], { runPathCase });

    expect(check.notes.map(formatProblem)).toEqual([]);
  });
});
