import type { ParameterValue, RuleFile, SharedLists } from '@posture/domain';

interface Filled {
  /** Of a rule that declares it. */
  readonly parameter: string;
  /** Only of rules about that kind, where the name says too little. */
  readonly subject?: string;
}

/** Which parameters of rules each list fills: by name, in shipped rules and in an operator's own. */
const FILLS: Readonly<Record<keyof SharedLists, readonly Filled[]>> = {
  trustedAsns: [{ parameter: 'trustedAsns' }],
  trustedZones: [{ parameter: 'trustedZones' }],
  automationAccounts: [{ parameter: 'automationAccounts' }],
  approvedIdentityProviders: [{ parameter: 'approved', subject: 'IdP' }],
  approvedIntegrations: [{ parameter: 'knownIntegrations' }, { parameter: 'approvedClients' }],
};

/** Names of the lists there are. */
export const SHARED_LISTS = Object.keys(FILLS) as readonly (keyof SharedLists)[];

/** Whether rules ask for it, and not the facts they judge by. */
export function isSharedList(name: string): boolean {
  return Object.hasOwn(FILLS, name);
}

/** Values the lists give to parameters of a rule. */
export function sharedValues(file: RuleFile, lists: Partial<SharedLists>): Record<string, ParameterValue> {
  const values: Record<string, ParameterValue> = {};
  for (const name of SHARED_LISTS) {
    const list = lists[name];
    if (list === undefined) continue;
    for (const { parameter, subject } of FILLS[name])
      if (Object.hasOwn(file.parameters, parameter) && (subject ?? file.subject) === file.subject)
        values[parameter] = list;
  }
  return values;
}
