import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DEFAULT_CLASSIFICATION, buildGraph, computePrivilege, runPath, withTiers } from '@posture/access-graph';
import { DomainError } from '@posture/domain';
import type { RuleFile } from '@posture/domain';
import { checkRules, loadRules } from '@posture/rule-engine';
import type { RuleCheck, RunPathCase } from '@posture/rule-engine';

/** @throws {DomainError} `rule.malformed`, `rule.directory_missing` */
export function loadShippedRules(): Promise<RuleFile[]> {
  return loadRules([rulesDirectory()], { runPathCase });
}

/** Checks the shipped rules and further directories, every case included. */
export function checkRuleFiles(directories: readonly string[]): Promise<RuleCheck> {
  return checkRules([rulesDirectory(), ...directories], { runPathCase });
}

/** A path case's graph judged by the traversal that judges tenants, with the tiers the case declares. */
export const runPathCase: RunPathCase = (rule, graph) => {
  const view = buildGraph(graph);
  const tiers = Object.fromEntries(graph.nodes.flatMap(({ key, tier }) => (tier === undefined ? [] : [[key, tier]])));
  const privilege = withTiers(computePrivilege(view, DEFAULT_CLASSIFICATION), view, tiers);
  const [answer] = runPath(view, privilege, rule.path!, rule.parameters, view.indexOf(graph.subject));
  if (answer === undefined) return 'not_applicable';
  if (answer.edges !== null) return 'match';
  return answer.missing.length > 0 ? 'not_assessed' : 'clear';
};

/** The rules that belong to this build: beside `package.json`, from the sources as from `dist`. */
function rulesDirectory(): string {
  for (let dir = __dirname; dir !== dirname(dir); dir = dirname(dir)) {
    const rules = join(dir, 'rules');
    if (existsSync(join(rules, 'okta'))) return rules;
  }
  throw new DomainError(
    'rule.directory_missing',
    'internal',
    'The rules that belong to this build are not beside it.',
    {
      remedy: 'Install the whole package; the folder "rules" belongs next to "dist".',
    },
  );
}
