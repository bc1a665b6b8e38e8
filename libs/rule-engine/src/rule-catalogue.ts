import { SEVERITIES } from '@posture/domain';
import type { RuleFile } from '@posture/domain';
import { explainRule, listRules } from './describe-rules';
import type { RuleBook, RuleListing } from './describe-rules';
import { FRAMEWORKS, cell, renderRulePage } from './rule-page';

const INDEX = 'docs/reference/rules.md';
const PAGES = 'docs/reference/rules';
/** Of rules that name no domain. */
const OWN = 'other';

/** What each domain of rules is about; `rules.md` lists them in this order. Detections are in that of their family. */
const DOMAINS: Readonly<Record<string, string>> = {
  'privileged-access': 'Privileged access',
  'user-lifecycle': 'Users and their lifecycle',
  authenticators: 'Authenticators, passwords, recovery',
  'sign-on': 'Sessions, sign-on and authentication policies',
  'api-tokens': 'API tokens',
  'oauth-clients': 'OAuth clients, grants, secrets, workloads',
  applications: 'Applications and provisioning',
  'identity-sources': 'Identity providers, directories, agents',
  groups: 'Groups, group rules, attributes',
  network: 'Network, threats, behaviour',
  org: 'Logging, hooks, mails, the org',
  devices: 'Devices',
  'attack-paths': 'Attack paths',
  credential: 'Detections: attacks on credentials',
  mfa: 'Detections: attacks on factors',
  session: 'Detections: sessions and sign-ins',
  app: 'Detections: applications',
  oauth: 'Detections: OAuth, API, tokens',
  admin: 'Detections: administration, persistence',
  hybrid: 'Detections: agents and directories',
};

/** A rule as the index shows it. */
interface Indexed extends RuleListing {
  readonly domain: string;
  readonly scopes: readonly string[];
  /** What only the operator can give; null when nothing is. */
  readonly unlockedBy: string | null;
  readonly controls: readonly string[];
}

/** The index of all rules and a page for each, by path. Equal rules give equal text. */
export function renderRuleCatalogue(books: readonly RuleBook[]): ReadonlyMap<string, string> {
  const files = new Map(books.flatMap(({ rules }) => rules.map((file) => [file.id, file])));
  const rules = listRules(books).map((listing) => indexed(listing, files.get(listing.id)!, books));
  return new Map([
    [INDEX, indexOf(rules)],
    ...rules.map(({ id }): [string, string] => [
      `${PAGES}/${id}.md`,
      renderRulePage(explainRule(books, id), files.get(id)!),
    ]),
  ]);
}

function indexed(listing: RuleListing, file: RuleFile, books: readonly RuleBook[]): Indexed {
  const scopes = books.flatMap(({ vocabulary }) =>
    listing.resources.flatMap((resource) => vocabulary.resources[resource]?.scope ?? []),
  );
  const need = file.unlockedBy ?? file.detect?.unlockedBy;
  const controls = Object.entries(FRAMEWORKS).flatMap(([framework, name]) =>
    (file.mappings[framework as keyof typeof FRAMEWORKS] ?? []).map((id) => `${name} ${id}`),
  );
  return {
    ...listing,
    domain: file.domain ?? file.detect?.family ?? OWN,
    scopes: [...new Set(scopes)],
    unlockedBy: need === undefined ? null : 'parameter' in need ? need.parameter : need.events.join(', '),
    controls,
  };
}

function indexOf(rules: readonly Indexed[]): string {
  const severities = [...SEVERITIES].reverse();
  const bySeverity = grouped(rules, ({ severity }) => [severity]);
  const lines = [
    '# Rules',
    '',
    '<!-- Generated from rules/. Do not edit. -->',
    '',
    `${rules.length} rules: ${severities.map((severity) => `${bySeverity.get(severity)?.length ?? 0} ${severity}`).join(', ')}.`,
    'Find one [by domain](#by-domain), [by severity](#by-severity), [by the data it needs](#by-data), [by the scope that unlocks it](#by-scope),',
    '[by what only you can give](#by-parameter) or [by control](#by-control).',
    '',
    ...domains(rules),
    ...section(
      'By severity',
      severities.map((severity) => [severity, bySeverity.get(severity) ?? []]),
    ),
    ...section('By data', entries(grouped(rules, ({ resources }) => resources))),
    ...section('By scope', entries(grouped(rules, ({ scopes }) => scopes))),
    ...section('By parameter', entries(grouped(rules, ({ unlockedBy }) => (unlockedBy === null ? [] : [unlockedBy])))),
    ...section('By control', entries(grouped(rules, ({ controls }) => controls))),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** A table for each domain, with how many of which severity it has. */
function domains(rules: readonly Indexed[]): string[] {
  const byDomain = grouped(rules, ({ domain }) => [domain]);
  const order = Object.keys(DOMAINS);
  const names = [...byDomain.keys()].sort((a, b) => rank(order, a) - rank(order, b) || (a < b ? -1 : 1));
  const table = names.flatMap((name) => [
    `### ${DOMAINS[name] ?? name}`,
    '',
    `${byDomain.get(name)!.length} rules.`,
    '',
    '| Rule | Title | Subject | Severity | One finding per | Profiles |',
    '|---|---|---|---|---|---|',
    ...byDomain.get(name)!.map(row),
    '',
  ]);
  return ['## By domain', '', ...table];
}

function rank(order: readonly string[], name: string): number {
  return order.includes(name) ? order.indexOf(name) : order.length;
}

function row(rule: Indexed): string {
  const { id, title, subject, severity, profiles } = rule;
  return `| ${link(id)} | ${cell(title)} | ${subject} | ${severity} | ${grain(rule)} | ${profiles.join(', ')} |`;
}

function grain(rule: Indexed): string {
  if (rule.report === 'each') return rule.subject;
  return rule.report === 'group' ? 'group' : 'none (measure)';
}

function link(id: string): string {
  return `[\`${id}\`](rules/${id}.md)`;
}

function section(title: string, groups: readonly (readonly [string, readonly RuleListing[]])[]): string[] {
  const lines = groups.filter(([, rules]) => rules.length > 0);
  return [
    `## ${title}`,
    '',
    ...lines.map(([name, rules]) => `- **${name}** (${rules.length}): ${rules.map(({ id }) => link(id)).join(', ')}`),
    '',
  ];
}

function grouped(
  rules: readonly Indexed[],
  keysOf: (rule: Indexed) => readonly string[],
): ReadonlyMap<string, readonly Indexed[]> {
  const groups = new Map<string, Indexed[]>();
  for (const rule of rules) {
    for (const key of keysOf(rule)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [rule]);
      else group.push(rule);
    }
  }
  return groups;
}

function entries(groups: ReadonlyMap<string, readonly Indexed[]>): [string, readonly Indexed[]][] {
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
