import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { COLLECTIONS } from '../change/apply-change';
import { QUIET_POPULATION } from '../generate/layout';
import { isPlain, type Plain } from '../change/merge';
import {
  QUIET_SCENARIO,
  ScenarioError,
  type ImpliedFinding,
  type ImpliedSubject,
  type Plant,
  type Scenario,
} from './scenario';

const FILE_FIELDS = ['name', 'profile', 'size', 'population', 'plants', 'decoys'];
const PLANT_FIELDS = ['name', 'why', 'add', 'patch', 'remove', 'implies', 'measures'];
const DECOY_FIELDS = [...PLANT_FIELDS, 'nearMissOf'];
const SIZE_FIELDS = [
  ...[
    'users',
    'deprovisioned',
    'admins',
    'serviceAccounts',
    'groups',
    'emptyGroups',
    'groupsWithApps',
    'membersPerGroup',
  ],
  ...['apps', 'oidcApps', 'serviceApps', 'groupsPerApp', 'directAssignments', 'devices'],
];

/**
 * Reads `quiet`, a scenario that ships with the sandbox (`trial`, `manifest`), a YAML file, or a directory whose
 * `*.yaml` fragments are merged in the order of their names.
 * @throws ScenarioError naming file, plant and field
 */
export function loadScenario(nameOrPath: string): Scenario {
  if (nameOrPath === 'quiet') return QUIET_SCENARIO;
  const path = locate(nameOrPath);
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((file) => extname(file) === '.yaml')
        .sort()
        .map((file) => join(path, file))
    : [path];
  const fragments = files.map(readFragment);
  const scenario: Scenario = {
    name: fragments.find(({ name }) => name !== undefined)?.name ?? basename(path, '.yaml'),
    profile: fragments.find(({ profile }) => profile !== undefined)?.profile ?? 'everything',
    size: Object.assign({}, ...fragments.map(({ size }) => size)) as Scenario['size'],
    population: Object.assign({}, ...fragments.map(({ population }) => population)) as Scenario['population'],
    plants: fragments.flatMap(({ plants }) => plants),
    decoys: fragments.flatMap(({ decoys }) => decoys),
  };
  const seen = new Set<string>();
  for (const plant of [...scenario.plants, ...scenario.decoys]) {
    if (seen.has(plant.name)) throw new ScenarioError(plant.file, plant.name, 'name', 'is used twice in the scenario');
    seen.add(plant.name);
  }
  return scenario;
}

function locate(nameOrPath: string): string {
  if (existsSync(nameOrPath)) return nameOrPath;
  for (let dir = __dirname; ; dir = dirname(dir)) {
    for (const root of [join(dir, 'scenarios'), join(dir, 'apps', 'sandbox', 'scenarios')]) {
      for (const path of [join(root, nameOrPath), join(root, `${nameOrPath}.yaml`)]) if (existsSync(path)) return path;
    }
    if (dirname(dir) === dir) break;
  }
  throw new ScenarioError(
    nameOrPath,
    null,
    'path',
    'there is no such scenario: give quiet, trial, manifest, a file or a directory',
  );
}

interface Fragment extends Omit<Scenario, 'name' | 'profile'> {
  readonly name?: string;
  readonly profile?: string;
}

function readFragment(path: string): Fragment {
  const file = basename(path);
  const document = parseDocument(readFileSync(path, 'utf8'), { uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) throw new ScenarioError(file, null, 'yaml', broken.message);
  const content: unknown = document.toJS() ?? {};
  if (!isPlain(content)) throw new ScenarioError(file, null, 'yaml', 'must be a mapping');
  known(file, null, content, FILE_FIELDS, '');
  const size = mapping(file, null, content, 'size');
  known(file, null, size, SIZE_FIELDS, 'size.');
  const population = mapping(file, null, content, 'population');
  known(file, null, population, Object.keys(QUIET_POPULATION), 'population.');
  for (const [field, value] of [...Object.entries(size), ...Object.entries(population)]) {
    if (typeof value !== 'number') throw new ScenarioError(file, null, field, 'must be a number');
  }
  return {
    ...(content.name === undefined ? {} : { name: textOf(file, null, content, 'name') }),
    ...(content.profile === undefined ? {} : { profile: textOf(file, null, content, 'profile') }),
    size: size as Scenario['size'],
    population: population as Scenario['population'],
    plants: listOf(file, null, content, 'plants').map((plant, n) =>
      readPlant(file, plant, `plants[${n}]`, PLANT_FIELDS),
    ),
    decoys: listOf(file, null, content, 'decoys').map((decoy, n) =>
      readPlant(file, decoy, `decoys[${n}]`, DECOY_FIELDS),
    ),
  };
}

function readPlant(file: string, value: unknown, place: string, fields: readonly string[]): Plant {
  if (!isPlain(value)) throw new ScenarioError(file, null, place, 'must be a mapping');
  const name = typeof value.name === 'string' ? value.name : place;
  textOf(file, name, value, 'name');
  known(file, name, value, fields, '');
  const decoy = fields === DECOY_FIELDS;
  const add = mapping(file, name, value, 'add');
  const patch = mapping(file, name, value, 'patch');
  const remove = mapping(file, name, value, 'remove');
  known(file, name, { ...add, ...patch, ...remove }, COLLECTIONS, 'collection ');
  for (const [collection, items] of Object.entries(add)) {
    if (!Array.isArray(items) || !items.every(isPlain)) {
      throw new ScenarioError(file, name, `add.${collection}`, 'must be a list of objects');
    }
  }
  for (const [collection, byId] of Object.entries(patch)) {
    if (!isPlain(byId) || !Object.values(byId).every(isPlain)) {
      throw new ScenarioError(file, name, `patch.${collection}`, 'must map ids to partial objects');
    }
  }
  for (const [collection, ids] of Object.entries(remove)) {
    if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
      throw new ScenarioError(file, name, `remove.${collection}`, 'must be a list of ids');
    }
  }
  const [implies, measures] = (['implies', 'measures'] as const).map((field) => {
    const items = listOf(file, name, value, field);
    if (decoy && items.length > 0) throw new ScenarioError(file, name, field, 'a decoy implies nothing');
    return items.map((item, n) => readImplied(file, name, item, `${field}[${n}]`));
  }) as [ImpliedFinding[], ImpliedFinding[]];
  const near =
    value.nearMissOf === undefined ? [] : Array.isArray(value.nearMissOf) ? value.nearMissOf : [value.nearMissOf];
  if (decoy && near.length === 0)
    throw new ScenarioError(file, name, 'nearMissOf', 'a decoy names the rule it almost matches');
  near.forEach((rule) => ruleId(file, name, rule, 'nearMissOf'));
  return {
    name,
    why: textOf(file, name, value, 'why'),
    ...({ add, patch, remove } as Pick<Plant, 'add' | 'patch' | 'remove'>),
    implies,
    measures,
    nearMissOf: near as string[],
    file,
  };
}

function readImplied(file: string, plant: string, value: unknown, place: string): ImpliedFinding {
  if (!isPlain(value)) throw new ScenarioError(file, plant, place, 'must be a mapping of rule and subject');
  known(file, plant, value, ['rule', 'subject', 'parent'], `${place}.`);
  return {
    rule: ruleId(file, plant, value.rule, `${place}.rule`),
    subject: readSubject(file, plant, value.subject, `${place}.subject`),
    ...(value.parent === undefined ? {} : { parent: readSubject(file, plant, value.parent, `${place}.parent`) }),
  };
}

function readSubject(file: string, plant: string, value: unknown, place: string): ImpliedSubject {
  if (!isPlain(value)) throw new ScenarioError(file, plant, place, 'must be a mapping of kind and externalId');
  known(file, plant, value, ['kind', 'externalId'], `${place}.`);
  return {
    kind: textOf(file, plant, value, 'kind', place),
    externalId: textOf(file, plant, value, 'externalId', place),
  };
}

function ruleId(file: string, plant: string, value: unknown, place: string): string {
  if (typeof value !== 'string' || !/^okta-[a-z0-9-]+$/.test(value)) {
    throw new ScenarioError(file, plant, place, 'must be a rule id of the catalogue, such as okta-admin-no-mfa');
  }
  return value;
}

function known(file: string, plant: string | null, object: Plain, fields: readonly string[], prefix: string): void {
  for (const field of Object.keys(object)) {
    if (!fields.includes(field))
      throw new ScenarioError(file, plant, prefix + field, `is unknown; known are ${fields.join(', ')}`);
  }
}

function mapping(file: string, plant: string | null, object: Plain, field: string): Plain {
  const value = object[field] ?? {};
  if (!isPlain(value)) throw new ScenarioError(file, plant, field, 'must be a mapping');
  return value;
}

function listOf(file: string, plant: string | null, object: Plain, field: string): readonly unknown[] {
  const value = object[field] ?? [];
  if (!Array.isArray(value)) throw new ScenarioError(file, plant, field, 'must be a list');
  return value;
}

function textOf(file: string, plant: string | null, object: Plain, field: string, place?: string): string {
  const value = object[field];
  if (typeof value !== 'string' || value === '') {
    throw new ScenarioError(file, plant, place === undefined ? field : `${place}.${field}`, 'must be a text');
  }
  return value;
}
