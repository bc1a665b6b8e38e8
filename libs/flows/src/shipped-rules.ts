import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DEFAULT_CLASSIFICATION, buildGraph, computePrivilege, runPath, withTiers } from '@posture/access-graph';
import type { RuleFile } from '@posture/domain';
import { builtFile, packageRoot } from '@posture/platform';
import { checkRules, loadRules } from '@posture/rule-engine';
import type { RuleCheck, RunPathCase } from '@posture/rule-engine';
import { verdictOfPath } from './judge';

/** Where rule files are, and the file the build leaves them in. */
export interface RulesPlace {
  readonly directory: string;
  readonly compiled: string;
}

/**
 * The rules that belong to this build. Reading over 200 files with their cases takes over a second, so the build leaves them
 * checked in one file; should anything in the folder differ from what it was then, they are read and checked anew.
 * @throws {DomainError} `rule.malformed`, `rule.directory_unreadable`
 */
export async function loadShippedRules(place: RulesPlace = shippedPlace()): Promise<RuleFile[]> {
  const { directory, compiled } = place;
  const known = await readFile(compiled, 'utf8').then(parseCompiled, () => null);
  if (known !== null && known.digest === (await digestOf(directory).catch(() => null))) return known.rules;
  return loadRules([directory], { runPathCase });
}

/** Checks the shipped rules, every case included, and leaves them for `loadShippedRules`. @public for the build */
export async function compileShippedRules(place: RulesPlace = shippedPlace()): Promise<void> {
  const { directory, compiled } = place;
  const digest = await digestOf(directory);
  const rules = await loadRules([directory], { runPathCase });
  await writeFile(compiled, JSON.stringify({ digest, rules } satisfies CompiledRules));
}

/** Checks the shipped rules and further directories, every case included. */
export function checkRuleFiles(directories: readonly string[]): Promise<RuleCheck> {
  return checkRules([shippedPlace().directory, ...directories], { runPathCase });
}

/** A path case's graph judged by the traversal that judges tenants, with the tiers the case declares. */
export const runPathCase: RunPathCase = (rule, graph) => {
  const view = buildGraph(graph);
  const tiers = Object.fromEntries(graph.nodes.flatMap(({ key, tier }) => (tier === undefined ? [] : [[key, tier]])));
  const privilege = withTiers(computePrivilege(view, DEFAULT_CLASSIFICATION), view, tiers);
  const [answer] = runPath(view, privilege, rule.path!, rule.parameters, view.indexOf(graph.subject));
  return answer === undefined ? 'not_applicable' : verdictOfPath(answer);
};

interface CompiledRules {
  /** Of every file of the folder, as it was. */
  readonly digest: string;
  readonly rules: RuleFile[];
}

/** Null for what is no such file: it is only a shortcut. */
function parseCompiled(text: string): CompiledRules | null {
  try {
    return JSON.parse(text) as CompiledRules;
  } catch {
    return null;
  }
}

async function digestOf(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  files.sort();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256');
  files.forEach((file, n) => hash.update(`${relative(directory, file)} ${contents[n]!.length}\n`).update(contents[n]!));
  return hash.digest('hex');
}

function shippedPlace(): RulesPlace {
  return { directory: join(packageRoot(), 'rules'), compiled: builtFile('rules.json') };
}
