import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildGraph, runPath, withTiers } from '@posture/access-graph';
import type { RuleFile } from '@posture/domain';
import { builtFile, packageRoot } from '@posture/platform';
import { checkRules, loadRules } from '@posture/rule-engine';
import type { RuleCheck, RunPathCase } from '@posture/rule-engine';
import { verdictOfPath } from './judge';
import { Providers, SHIPPED } from './providers';
import type { Provider } from './providers';

/** Where one provider's rule files are, and the file the build leaves them in. */
export interface RulesPlace {
  readonly directory: string;
  readonly compiled: string;
}

/** What this build knows of each kind of tenant, with its rules. @throws as `loadShippedRules` */
export async function loadProviders(): Promise<Providers> {
  return new Providers(
    await Promise.all(SHIPPED.map(async (provider) => [provider, await loadShippedRules(provider)] as const)),
  );
}

/**
 * The rules about a provider that belong to this build. Reading over 200 files with their cases takes over a second, so the build
 * leaves them checked in one file; should anything in the folder differ from what it was then, they are read and checked anew.
 * @throws {DomainError} `rule.malformed`, `rule.directory_unreadable`
 */
export async function loadShippedRules(
  provider: Provider,
  place: RulesPlace = shippedPlace(provider),
): Promise<RuleFile[]> {
  const { directory, compiled } = place;
  const known = await readFile(compiled, 'utf8').then(parseCompiled, () => null);
  if (known !== null && known.digest === (await digestOf(directory).catch(() => null))) return known.rules;
  return loadRulesAbout(provider, [directory]);
}

/** Every rule of the directories, all about one provider, with every case judged. @throws as `loadShippedRules` */
export function loadRulesAbout(provider: Provider, directories: readonly string[]): Promise<RuleFile[]> {
  return loadRules(directories, checkedBy(provider));
}

/** Checks the shipped rules of every provider, every case included, and leaves them for `loadShippedRules`. @public for the build */
export async function compileShippedRules(): Promise<void> {
  for (const provider of SHIPPED) await compileRules(provider, shippedPlace(provider));
}

/** The same for the rules of one provider in one place. */
export async function compileRules(provider: Provider, { directory, compiled }: RulesPlace): Promise<void> {
  const digest = await digestOf(directory);
  const rules = await loadRulesAbout(provider, [directory]);
  await writeFile(compiled, JSON.stringify({ digest, rules } satisfies CompiledRules));
}

/** Checks the shipped rules about a provider and further directories of such rules, every case included. */
export function checkRuleFiles(provider: Provider, directories: readonly string[]): Promise<RuleCheck> {
  return checkRules([shippedPlace(provider).directory, ...directories], checkedBy(provider));
}

/** Rules of an operator's own beside those there are, every case included. */
export function checkOwnRules(provider: Provider, directory: string, known: readonly RuleFile[]): Promise<RuleCheck> {
  return checkRules([directory], { ...checkedBy(provider), known });
}

function checkedBy(provider: Provider) {
  return { vocabulary: provider.vocabulary, runPathCase: pathCases(provider) };
}

/** A path case's graph judged by the traversal that judges tenants, with the tiers the case declares. */
function pathCases({ model, sources }: Provider): RunPathCase {
  return (rule, graph) => {
    const view = buildGraph(graph);
    const tiers = Object.fromEntries(graph.nodes.flatMap(({ key, tier }) => (tier === undefined ? [] : [[key, tier]])));
    const privilege = withTiers(model.privilege(view, model.classification), view, tiers);
    const [answer] = runPath({ view, privilege, sources }, rule.path!, rule.parameters, view.indexOf(graph.subject));
    return answer === undefined ? 'not_applicable' : verdictOfPath(answer);
  };
}

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

/** Of all that a directory holds, names and content. @throws what reading it throws */
export async function digestOf(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  files.sort();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256');
  files.forEach((file, n) => hash.update(`${relative(directory, file)} ${contents[n]!.length}\n`).update(contents[n]!));
  return hash.digest('hex');
}

function shippedPlace({ provider }: Provider): RulesPlace {
  return { directory: join(packageRoot(), 'rules', provider), compiled: builtFile(`rules-${provider}.json`) };
}
