import type { ParameterValue } from './condition';
import type { Classification } from './provider-model';
import type { Severity } from './verdicts';

/** What operators chose for one rule of one connection; what is left out is the profile's, or the rule's own. */
export interface RuleSetting {
  /** On or off, whatever the profile says. */
  readonly enabled?: boolean;
  /** Of each of its findings. */
  readonly severity?: Severity;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
}

/** Lists that many rules ask for, said once; a rule's own parameter stands before them. */
export interface SharedLists {
  /** Numbers of autonomous systems that are the organisation's own, or its proxies'. */
  readonly trustedAsns: readonly number[];
  /** Names of network zones that are trusted. */
  readonly trustedZones: readonly string[];
  /** Logins by which programs act. */
  readonly automationAccounts: readonly string[];
  /** Names or ids of identity providers somebody approved. */
  readonly approvedIdentityProviders: readonly string[];
  /** Names of integrations and clients somebody approved. */
  readonly approvedIntegrations: readonly string[];
}

/** What operators know of their tenant and nobody can read; what is left out is the provider's usual. */
export type ClassificationSetting = Partial<Classification & SharedLists>;

/** How the rules are tuned for one connection, on top of the profile a scan is asked for. */
export interface Tuning {
  /** By rule id. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly classification: ClassificationSetting;
}

/** Of a connection nobody tuned. */
export const UNTUNED: Tuning = { rules: {}, classification: {} };
