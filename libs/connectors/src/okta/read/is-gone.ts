import { OktaError } from '../http/okta-error';
import type { OktaPath } from '../http/okta-path';
import type { ReadRun } from './read-run';

/** Whether the object itself is no more, asked once its list answered "not found". */
export async function isGone(run: ReadRun, object: OktaPath): Promise<boolean> {
  try {
    await run.client.get(object, { signal: run.signal });
    return false;
  } catch (error) {
    run.signal.throwIfAborted();
    if (error instanceof OktaError && error.refusal !== 'credential_refused') return error.refusal === 'not_found';
    throw error;
  }
}
