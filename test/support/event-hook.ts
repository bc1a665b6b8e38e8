import { startSandbox } from '../../apps/sandbox/src/sandbox';
import type { Sandbox } from '../../apps/sandbox/src/sandbox';

/** Before the log would be polled again: what is seen by then, the hook has led to. */
export const SOONER_THAN_POLLED_MS = 45_000;

/** What a person enters at the provider. */
export interface MadeHook {
  readonly path: string;
  readonly header: string;
  readonly secret: string;
}

/** Two requests a minute for the log make it be polled once a minute; windows of a tenth of a second let all through. */
export function rarelyPolledOrg(): Promise<Sandbox> {
  return startSandbox({
    ...{ users: 60, groups: 20, apps: 20, seed: 'event-hook' },
    ...{ plan: 'integrator', principalPercentage: 10, speed: 600 },
  });
}

/** From now on the org calls when an administrator's role is granted. */
export function registerHook(sandbox: Sandbox, origin: string, { path, header, secret }: MadeHook): void {
  const authScheme = { type: 'HEADER', key: header, value: secret };
  sandbox.org.mutate({
    ...{ op: 'add', collection: 'eventHooks' },
    object: {
      id: 'who0000000000000hook',
      events: { type: 'EVENT_TYPE', items: ['user.account.privilege.grant'], filter: null },
      channel: {
        ...{ type: 'HTTP', version: '1.0.0' },
        config: { uri: `${origin}${path}`, headers: [], method: 'POST', authScheme },
      },
    },
  });
}
