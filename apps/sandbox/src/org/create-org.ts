import { tokenWire } from './change/token-wire';
import { QUIET_POPULATION, type OrgSize } from './generate/layout';
import { baselineId } from './generate/symbols';
import type { OrgFeatures, SandboxOrg } from './org';
import { ModelledOrg } from './sandbox-org';
import { loadScenario } from './scenario/load-scenario';
import { manifestOf } from './scenario/manifest';
import { plantScenario } from './scenario/plant-scenario';
import { OrgState } from './state/org-state';

export interface OrgOptions {
  /** The same seed gives the same org, id for id. */
  readonly seed?: string | number;
  /** Sizes that the scenario does not decide are these, then defaults. */
  readonly users?: number;
  readonly groups?: number;
  readonly apps?: number;
  readonly size?: OrgSize;
  /** `quiet` (default), `trial`, `manifest`, or the path of a scenario file or directory. */
  readonly scenario?: string;
  /** The instant the org stands at; now when left out. */
  readonly now?: Date;
  /** A Classic org instead of an Identity Engine one. */
  readonly classic?: boolean;
  readonly features?: Partial<Omit<OrgFeatures, 'pipeline'>>;
}

/**
 * An org of a seed, a size and a scenario.
 * @throws ScenarioError for a scenario that cannot be; RangeError for a size that cannot be
 */
export function createOrg(options: OrgOptions = {}): SandboxOrg {
  const scenario = loadScenario(options.scenario ?? 'quiet');
  const identityEngine = options.classic !== true;
  const { users, groups, apps } = options;
  const given = Object.fromEntries(Object.entries({ users, groups, apps }).filter(([, value]) => value !== undefined));
  const state = new OrgState({
    seed: String(options.seed ?? 'brightwater'),
    size: { ...scenario.size, ...options.size, ...given },
    population: { ...QUIET_POPULATION, ...scenario.population },
    now: options.now ?? new Date(),
    identityEngine,
  });
  plantTokens(state);
  const references = plantScenario(state, scenario);
  const features: OrgFeatures = {
    apiAccessManagement: true,
    groupOwners: true,
    logStreaming: true,
    ...{ realms: identityEngine, deviceAssurance: identityEngine },
    ...options.features,
    pipeline: identityEngine ? 'idx' : 'v1',
  };
  return new ModelledOrg(
    state,
    features,
    (name) => references.idOf(name),
    (now) => manifestOf(scenario, references, now),
  );
}

/** The tokens of a quiet org: of service accounts that hold no role any more, bound to the data centre. */
function plantTokens(state: OrgState): void {
  for (const n of [0, 1, 2]) {
    const owner = baselineId(state.ids, state.layout, `service-account-${n}`);
    if (owner === undefined) continue;
    const id = state.ids.encode('00T', n);
    state.list('apiTokens').put(tokenWire(state, { id, owner }, `job-scheduler-${n}`));
  }
  state.changed();
}
