import { probe } from '@posture/connectors';
import type { OktaProbe } from '@posture/connectors';
import type { OktaResource, RuleFile } from '@posture/domain';
import { resourcesOf } from '@posture/rule-engine';
import type { OktaLink } from './okta-link';

/** A probe with what its gaps mean for the rules. */
export interface ProbeReport extends OktaProbe {
  readonly switchesOff: readonly SwitchedOff[];
}

/** One thing that may not be read and the rules that cannot be judged for it. */
export interface SwitchedOff {
  readonly resource: OktaResource;
  readonly title: string;
  readonly reason: string | null;
  /** What to do about it, in an administrator's words. */
  readonly grant: string | null;
  readonly rules: number;
  readonly paths: number;
}

/** Asks what the credential may read. Stores nothing. @throws {DomainError} `okta.…` when it is refused altogether */
export async function probeOkta(link: OktaLink, rules: readonly RuleFile[]): Promise<ProbeReport> {
  const probed = await probe(link.client);
  const needs = rules.map((rule) => ({ path: rule.kind === 'path', resources: new Set(resourcesOf(rule)) }));
  const switchesOff = probed.resources
    .filter(({ state }) => state === 'forbidden' || state === 'failed')
    .map(({ resource, title, reason, grant }) => {
      const concerned = needs.filter(({ resources }) => resources.has(resource));
      const paths = concerned.filter(({ path }) => path).length;
      return { resource, title, reason, grant, rules: concerned.length - paths, paths };
    });
  return { ...probed, switchesOff };
}
