import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { DomainError } from '@posture/domain';
import type { RuleFile, RuleVocabulary } from '@posture/domain';
import { checkCases } from './check-cases';
import type { RunPathCase } from './check-cases';
import { checkRule } from './check-rule';
import { reporterFor } from './reporter';
import { ruleMalformed } from './rule-problem';
import type { RuleProblem } from './rule-problem';
import type { RuleText } from './rule-text';

/** Longest rule file accepted, in characters; the shipped ones have about 5,000. */
const MAX_LENGTH = 262_144;
const KIND_FOLDERS = ['posture', 'path', 'detection'];

/** What reading rule files gave: those that may judge, and what is wrong with the others, by file and line. */
export interface RuleCheck {
  /** Sound rules in order of id; a file with a problem is not among them. */
  readonly rules: readonly RuleFile[];
  readonly problems: readonly RuleProblem[];
  /** Things that do no harm now but are probably not meant, such as superseding a rule that is not there. */
  readonly notes: readonly RuleProblem[];
  readonly casesJudged: number;
  /** Path cases that were not judged because no `runPathCase` was given. */
  readonly casesSkipped: number;
}

export interface RuleCheckOptions {
  /** What rules about the provider may name. */
  readonly vocabulary: RuleVocabulary;
  readonly runPathCase?: RunPathCase;
  /** Rules there are already: what is read must not be called as one of them, nor say the same. */
  readonly known?: readonly RuleFile[];
}

/**
 * Reads every `*.yaml` below the directories (the shipped one first, operators' own after it), all about one provider,
 * checks each file and judges its cases. Never throws for what a file holds.
 * @throws {DomainError} `rule.directory_unreadable` when a directory cannot be read
 */
export async function checkRules(directories: readonly string[], options: RuleCheckOptions): Promise<RuleCheck> {
  const problems: RuleProblem[] = [];
  const sound: { rule: RuleFile; text: RuleText }[] = [];
  const count = { judged: 0, skipped: 0 };
  // Loaded when there is something to check: shipped rules were checked when they were built.
  const { toRuleFile } = await import('./rule-schema');
  for (const file of await filesOf(directories, problems)) {
    const text = await readRuleText(file, problems);
    if (text === null) continue;
    const before = problems.length;
    const report = reporterFor(text, problems);
    const rule = toRuleFile(text, report);
    if (rule === null) continue;
    checkFolder(file, rule, text, problems);
    checkRule(rule, options.vocabulary, basename(file), report);
    if (problems.length === before) {
      const { judged, skipped } = checkCases(rule, options.vocabulary, options.runPathCase ?? null, report);
      count.judged += judged;
      count.skipped += skipped;
    }
    if (problems.length === before) sound.push({ rule, text });
  }
  const unique = withoutRepeated(sound, problems, options.known ?? []);
  const rules = unique.map(({ rule }) => rule).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    rules,
    problems,
    notes: strayReferences(unique, options.known ?? []),
    casesJudged: count.judged,
    casesSkipped: count.skipped,
  };
}

/** Every rule of the directories. @throws {DomainError} `rule.malformed` when any file has a problem: a rule that does not run looks like a clean tenant */
export async function loadRules(directories: readonly string[], options: RuleCheckOptions): Promise<RuleFile[]> {
  const { rules, problems } = await checkRules(directories, options);
  if (problems.length > 0) throw ruleMalformed(problems);
  return [...rules];
}

async function filesOf(directories: readonly string[], problems: RuleProblem[]): Promise<string[]> {
  const files: string[] = [];
  for (const directory of directories) {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
      throw new DomainError('rule.directory_unreadable', 'invalid', `The rule directory ${directory} cannot be read.`, {
        field: 'rules',
        remedy: 'Give a directory that exists and that this process may read.',
        cause,
      });
    });
    for (const entry of entries) {
      const file = join(entry.parentPath, entry.name);
      if (entry.isDirectory() || relative(directory, file).split(/[\\/]/)[0] === 'schema') continue;
      if (entry.name.endsWith('.yaml')) files.push(file);
      else if (entry.name.endsWith('.yml')) {
        problems.push({ file, line: null, field: '', message: 'rule files end in .yaml', remedy: 'Rename the file' });
      }
    }
  }
  return files.sort();
}

async function readRuleText(file: string, problems: RuleProblem[]): Promise<RuleText | null> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch {
    problems.push({ file, line: null, field: '', message: 'the file cannot be read', remedy: 'Allow reading it' });
    return null;
  }
  if (content.length > MAX_LENGTH) {
    const message = `the file has ${content.length} characters`;
    problems.push({ file, line: null, field: '', message, remedy: `Keep it below ${MAX_LENGTH}` });
    return null;
  }
  const { parseRuleText } = await import('./rule-text');
  const parsed = parseRuleText(file, content);
  if (!Array.isArray(parsed)) return parsed as RuleText;
  problems.push(...(parsed as RuleProblem[]));
  return null;
}

function checkFolder(file: string, rule: RuleFile, text: RuleText, problems: RuleProblem[]): void {
  const folder = basename(dirname(file));
  if (!KIND_FOLDERS.includes(folder) || folder === rule.kind) return;
  reporterFor(text, problems)(['kind'], `a ${rule.kind} rule is in the folder ${folder}`, `Move it to ${rule.kind}/`);
}

/** Texts that, when equal in two rules, were copied and not thought about. */
const OWN_TEXTS: readonly { field: string; of: (rule: RuleFile) => string }[] = [
  { field: 'id', of: (rule) => rule.id },
  { field: 'title', of: (rule) => rule.title },
  { field: 'blindSpots', of: (rule) => rule.blindSpots },
  { field: 'falsePositives', of: (rule) => rule.falsePositives },
  { field: 'triage', of: (rule) => rule.triage.join('\n') },
];

function withoutRepeated(
  sound: readonly { rule: RuleFile; text: RuleText }[],
  problems: RuleProblem[],
  known: readonly RuleFile[],
): { rule: RuleFile; text: RuleText }[] {
  const seen = new Map<string, string>();
  for (const rule of known)
    for (const { field, of } of OWN_TEXTS) seen.set(ownText(field, of(rule)), `the shipped rule ${rule.id}`);
  return sound.filter(({ rule, text }) => {
    const before = problems.length;
    for (const { field, of } of OWN_TEXTS) {
      const own = ownText(field, of(rule));
      const other = seen.get(own);
      if (other === undefined) seen.set(own, text.file);
      else reporterFor(text, problems)([field], `${other} has the same`, 'Write what is particular to this rule');
    }
    return problems.length === before;
  });
}

/** As it is compared: whatever its case and spaces. */
function ownText(field: string, text: string): string {
  return `${field}\n${text.toLowerCase().replace(/\s+/g, ' ').trim()}`;
}

function strayReferences(
  sound: readonly { rule: RuleFile; text: RuleText }[],
  known: readonly RuleFile[],
): RuleProblem[] {
  const ids = new Set([...sound.map(({ rule }) => rule.id), ...known.map(({ id }) => id)]);
  const notes: RuleProblem[] = [];
  for (const { rule, text } of sound) {
    rule.supersedes?.forEach((id, index) => {
      if (ids.has(id)) return;
      reporterFor(text, notes)(['supersedes', index], `there is no rule "${id}"`, 'Correct the id, or add the rule');
    });
  }
  return notes;
}
