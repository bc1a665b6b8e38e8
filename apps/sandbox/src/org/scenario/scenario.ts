import type { OrgSize, Population } from '../generate/layout';

/** A subject in `implies`; `externalId` is `$name`, or Okta's id as it is. */
export interface ImpliedSubject {
  readonly kind: string;
  readonly externalId: string;
}

export interface ImpliedFinding {
  readonly rule: string;
  readonly subject: ImpliedSubject;
  readonly parent?: ImpliedSubject;
}

type Entry = Readonly<Record<string, unknown>>;

/** What a plant or decoy does to the org: collections of objects to add, partial objects by id, ids to remove. */
export interface Plant {
  readonly name: string;
  readonly why: string;
  readonly add: Readonly<Record<string, readonly Entry[]>>;
  readonly patch: Readonly<Record<string, Readonly<Record<string, Entry>>>>;
  readonly remove: Readonly<Record<string, readonly string[]>>;
  readonly implies: readonly ImpliedFinding[];
  /** Subjects that rules of grain `measure` count; they make no finding. */
  readonly measures: readonly ImpliedFinding[];
  /** Of a decoy: rules it must not match. */
  readonly nearMissOf: readonly string[];
  readonly file: string;
}

export interface Scenario {
  readonly name: string;
  /** The engine's profile the manifest is written for. */
  readonly profile: string;
  readonly size: OrgSize;
  readonly population: Partial<Population>;
  readonly plants: readonly Plant[];
  readonly decoys: readonly Plant[];
}

/** What is wrong with a scenario file, and where. */
export class ScenarioError extends Error {
  constructor(
    readonly file: string,
    readonly plant: string | null,
    readonly field: string,
    problem: string,
  ) {
    super(`${file}${plant === null ? '' : `, "${plant}"`}, ${field}: ${problem}`);
    this.name = 'ScenarioError';
  }
}

export const QUIET_SCENARIO: Scenario = {
  name: 'quiet',
  profile: 'everything',
  size: {},
  population: {},
  plants: [],
  decoys: [],
};
