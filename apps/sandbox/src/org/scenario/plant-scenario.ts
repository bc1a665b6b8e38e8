import { applyChange, COLLECTIONS } from '../change/apply-change';
import { FieldError } from '../change/collection-spec';
import type { Change } from '../org';
import type { OrgState } from '../state/org-state';
import { References } from './references';
import { ScenarioError, type Plant, type Scenario } from './scenario';

/**
 * Puts every plant and decoy into the org: all additions first, collection by collection, so that objects may refer to
 * each other across files; then patches, then removals.
 * @throws ScenarioError naming file, plant and field
 */
export function plantScenario(state: OrgState, scenario: Scenario): References {
  const references = new References(state, scenario);
  const plants = [...scenario.plants, ...scenario.decoys];
  for (const collection of COLLECTIONS) {
    for (const plant of plants) {
      (plant.add[collection] ?? []).forEach((item, n) => {
        const field = `add.${collection}[${n}]`;
        const object = references.resolve(plant, field, item) as Record<string, unknown>;
        if (typeof item.id === 'string') object.id = references.idOf(item.id);
        attempt(
          state,
          plant,
          field,
          { op: 'add', collection, object },
          typeof item.id === 'string' ? item.id : undefined,
        );
      });
    }
  }
  for (const plant of plants) {
    for (const [collection, byId] of Object.entries(plant.patch)) {
      for (const [id, partial] of Object.entries(byId)) {
        const field = `patch.${collection}.${id}`;
        const patch = references.resolve(plant, field, partial) as Record<string, unknown>;
        attempt(state, plant, field, { op: 'patch', collection, id: references.path(id), patch });
      }
    }
    for (const [collection, ids] of Object.entries(plant.remove)) {
      for (const id of ids)
        attempt(state, plant, `remove.${collection}`, { op: 'remove', collection, id: references.path(id) });
    }
  }
  for (const plant of scenario.plants) {
    for (const field of ['implies', 'measures'] as const) {
      plant[field].forEach(({ subject, parent }, n) => {
        for (const { externalId } of parent ? [subject, parent] : [subject]) {
          if (externalId.startsWith('$') && !references.has(externalId.slice(1))) {
            throw new ScenarioError(plant.file, plant.name, `${field}[${n}]`, `"${externalId}" names no object`);
          }
        }
      });
    }
  }
  return references;
}

function attempt(state: OrgState, plant: Plant, field: string, change: Change, name?: string): void {
  try {
    applyChange(state, change, name);
  } catch (error) {
    if (error instanceof FieldError) throw new ScenarioError(plant.file, plant.name, field, error.message);
    throw error;
  }
}
