import { baselineId, PREFIXES } from '../generate/symbols';
import type { OrgState } from '../state/org-state';
import { ScenarioError, type Plant, type Scenario } from './scenario';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The names a scenario gives its objects, and those of the baseline, as ids. */
export class References {
  private readonly ids = new Map<string, string>();

  constructor(
    private readonly state: OrgState,
    scenario: Scenario,
  ) {
    for (const plant of [...scenario.plants, ...scenario.decoys]) {
      for (const [collection, items] of Object.entries(plant.add)) {
        for (const item of items) this.register(plant, collection, item.id);
      }
    }
  }

  private register(plant: Plant, collection: string, name: unknown): void {
    if (name === undefined) return;
    const field = `add.${collection}.id`;
    if (typeof name !== 'string') throw new ScenarioError(plant.file, plant.name, field, 'must be a text');
    if (!NAME.test(name)) {
      if (/^[0-9A-Za-z]{20}$/.test(name)) return;
      throw new ScenarioError(
        plant.file,
        plant.name,
        field,
        `"${name}" is neither a name (a-z, 0-9, -) nor an id of 20 characters`,
      );
    }
    if (this.ids.has(name) || this.baseline(name) !== undefined) {
      throw new ScenarioError(plant.file, plant.name, field, `"${name}" is taken`);
    }
    this.ids.set(name, this.state.ids.named(PREFIXES[collection] ?? 'obj', name));
  }

  private baseline(name: string): string | undefined {
    return baselineId(this.state.ids, this.state.layout, name);
  }

  /** The id behind a name, or the text itself when it is no name that anybody gave. */
  idOf(nameOrId: string): string {
    return this.ids.get(nameOrId) ?? this.baseline(nameOrId) ?? nameOrId;
  }

  /** The id of an implied subject: behind `$name`, or the text as it is (a key id, an attribute's name). */
  subject(text: string): string {
    return text.startsWith('$') ? this.idOf(text.slice(1)) : text;
  }

  /** Whether a name or `$name` is one that somebody gave. */
  has(name: string): boolean {
    return this.ids.has(name) || this.baseline(name) !== undefined;
  }

  /** A reference by its bare name, or several joined by `/`. */
  path(text: string): string {
    return text
      .split('/')
      .map((part) => this.idOf(part.replace(/^\$/, '')))
      .join('/');
  }

  /** Every `$name` and `${name}` in a value as an id, every `-30d` as a timestamp. */
  resolve(plant: Plant, field: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(plant, field, item));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, this.resolve(plant, `${field}.${key}`, item)]),
      );
    }
    if (typeof value !== 'string') return value;
    const instant = this.state.instants.relative(value);
    if (instant !== undefined) return instant;
    const whole = /^\$([a-z][a-z0-9-]*)$/.exec(value);
    if (whole) return this.must(plant, field, whole[1] as string);
    // Okta's own templates, such as ${source.login}, are no names.
    return value.replace(/\$\{([a-z][a-z0-9-]*)\}/g, (_all, name: string) => this.must(plant, field, name));
  }

  private must(plant: Plant, field: string, name: string): string {
    const id = this.ids.get(name) ?? this.baseline(name);
    if (id === undefined)
      throw new ScenarioError(
        plant.file,
        plant.name,
        field,
        `"$${name}" names no object of the scenario or the baseline`,
      );
    return id;
  }
}
