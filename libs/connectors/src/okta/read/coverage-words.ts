import type { CoverageState } from '@posture/domain';
import { OKTA_ROWS, grantOf, grantOfRole } from '../catalogue/okta-catalogue';
import type { OktaResource } from '../catalogue/okta-catalogue';
import type { OktaRow } from '../catalogue/okta-row';
import type { OktaError } from '../http/okta-error';

/** How a read ended, before it is dated. */
export interface Ending {
  readonly state: CoverageState;
  readonly reason: string | null;
  readonly missing: string | null;
}

export const COMPLETE: Ending = { state: 'complete', reason: null, missing: null };

/** Turns a refusal into coverage. @param records how much had been read before */
export function endingOf(error: OktaError, resource: OktaResource, records: number): Ending {
  return endingOfRow(error, OKTA_ROWS[resource], records);
}

/** What is said of a read that was refused. */
export type ReadRow = Pick<OktaRow, 'title' | 'endpoint' | 'scope' | 'role' | 'licensed' | 'per'>;

/** The same for what is no row of the catalogue. */
export function endingOfRow(error: OktaError, row: ReadRow, records: number): Ending {
  // "Not found" about a list of the whole tenant means the list, as an unknown path does: nothing in it could be gone.
  const refusal = error.refusal === 'not_found' && row.per === undefined ? 'path_unknown' : error.refusal;
  switch (refusal) {
    case 'scope_missing': {
      const scope = error.facts.missing ?? row.scope;
      return {
        state: 'forbidden',
        reason: `The scope ${scope} is not granted: grant it to the app under "Okta API Scopes".`,
        missing: scope,
      };
    }
    case 'role_missing':
      return {
        state: 'forbidden',
        reason: `The credential's admin role may not read ${row.title}: it needs ${grantOfRole(row.role)}.`,
        missing: row.role,
      };
    case 'feature_missing':
      return { state: 'unlicensed', reason: `This Okta edition does not include ${row.title}.`, missing: null };
    case 'path_unknown':
      return row.licensed === true
        ? { state: 'unlicensed', reason: `This org has no ${row.title}.`, missing: null }
        : { state: 'failed', reason: `This org does not know ${row.endpoint}.`, missing: null };
    default:
      return {
        state: records > 0 ? 'partial' : 'failed',
        reason: records > 0 ? `Reading stopped after ${records} records: ${error.message}` : error.message,
        missing: null,
      };
  }
}

/** A refusal that would meet every other object of the same resource too. */
export function speaksForAll(error: OktaError): boolean {
  return error.refusal === 'scope_missing' || error.refusal === 'feature_missing' || error.refusal === 'path_unknown';
}

/**
 * Okta answers 200 and nothing when the scope is there but no admin role sees anything.
 * @returns null when an org may well have none
 */
export function endingOfEmpty(resource: OktaResource): Ending | null {
  return isNeverEmpty(resource) ? unseen(resource) : null;
}

export function isNeverEmpty(resource: OktaResource): boolean {
  return OKTA_ROWS[resource].empty === 'never';
}

/** An empty answer to a credential that sees nothing else either. */
export function endingOfBlind(resource: OktaResource): Ending {
  return {
    state: 'forbidden',
    reason: `Okta answered that there are no ${OKTA_ROWS[resource].title}, as it did for what every org has: the credential has no admin role. It needs ${grantOf(resource)}.`,
    missing: OKTA_ROWS[resource].role,
  };
}

function unseen(resource: OktaResource): Ending {
  return {
    state: 'forbidden',
    reason: `Okta answered that there are no ${OKTA_ROWS[resource].title}, which no org is without: the credential has no admin role that may see them. It needs ${grantOf(resource)}.`,
    missing: OKTA_ROWS[resource].role,
  };
}

/** One ending for a resource read per object. @param endings one per object that was asked */
export function summarise(endings: readonly Ending[], listOfParents: Ending): Ending {
  const open = endings.filter((ending) => ending.state !== 'complete');
  const [first] = open;
  if (first === undefined) {
    if (listOfParents.state === 'complete') return COMPLETE;
    if (endings.length === 0) return listOfParents;
    return { ...listOfParents, state: 'partial' };
  }
  const allAlike = open.length === endings.length && open.every((ending) => ending.state === first.state);
  if (allAlike) return first;
  return {
    state: 'partial',
    reason: `${open.length} of ${endings.length} could not be read: ${first.reason ?? first.state}`,
    missing: first.missing,
  };
}
