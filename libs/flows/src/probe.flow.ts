import type { Link, Probe, RuleFile } from '@posture/domain';
import type { ConnectionStore } from '@posture/inventory';
import { resourcesOf } from '@posture/rule-engine';
import type { ConnectionFlow } from './connection.flow';
import type { Provider, Providers } from './providers';

/** A probe with what its gaps mean for the rules. */
export interface ProbeReport extends Probe {
  readonly switchesOff: readonly SwitchedOff[];
  /** What to grant next, the grant that brings most rules back first. */
  readonly grants: readonly GrantAdvice[];
  /** All rules of this build, for comparison. */
  readonly rules: { readonly rules: number; readonly paths: number };
}

/** One thing that may not be read and the rules that cannot be fully judged for it. */
export interface SwitchedOff {
  readonly resource: string;
  readonly title: string;
  readonly reason: string | null;
  /** What to do about it, in an administrator's words. */
  readonly grant: string | null;
  readonly rules: number;
  readonly paths: number;
}

/** One thing to grant, with all it brings back. A rule that needs several grants counts for each. */
export interface GrantAdvice {
  readonly grant: string;
  /** Scope, role or permission by name. */
  readonly missing: string | null;
  readonly resources: readonly string[];
  readonly rules: number;
  readonly paths: number;
}

interface Need {
  readonly path: boolean;
  readonly resources: ReadonlySet<string>;
}

/** Says what connections' credentials may read. */
export class ProbeFlow {
  constructor(
    private readonly connections: ConnectionStore,
    private readonly links: ConnectionFlow,
    private readonly providers: Providers,
  ) {}

  /** @throws {DomainError} `connection.not_found`, and what the provider's refusal says */
  async run(connectionId: string, signal?: AbortSignal): Promise<ProbeReport> {
    const connection = await this.connections.get(connectionId);
    const { provider } = connection;
    const link = await this.links.open(connection);
    try {
      return await probeLink(link, this.providers.get(provider), this.providers.rulesOf(provider), signal);
    } finally {
      await link.close();
    }
  }
}

/**
 * Asks what the credential may read. Stores nothing.
 * @throws {DomainError} naming the input at fault, when the credential is refused altogether
 */
export async function probeLink(
  link: Link,
  provider: Provider,
  rules: readonly RuleFile[],
  signal?: AbortSignal,
): Promise<ProbeReport> {
  const probed = await link.probe(signal);
  const needs = rules.map((rule) => needOf(rule, provider));
  const gaps = probed.resources.filter(({ state }) => state === 'forbidden' || state === 'failed');
  const advised = [...new Set(gaps.flatMap(({ grant }) => grant ?? []))];
  return {
    ...probed,
    switchesOff: gaps.map(({ resource, title, reason, grant }) => ({
      resource,
      title,
      reason,
      grant,
      ...concerned(needs, [resource]),
    })),
    grants: advised
      .map((grant) => {
        const found = gaps.filter((gap) => gap.grant === grant);
        return {
          grant,
          missing: found[0]?.missing ?? null,
          resources: found.map(({ title }) => title),
          ...concerned(
            needs,
            found.map(({ resource }) => resource),
          ),
        };
      })
      .sort((a, b) => b.rules + b.paths - (a.rules + a.paths)),
    rules: count(needs),
  };
}

/** What a rule is judged by; a path by the lists its edges are read from. */
function needOf(rule: RuleFile, { sources, vocabulary }: Provider): Need {
  const steps = rule.path?.steps ?? [];
  const edges = steps.flatMap(({ kinds }) => (kinds === 'traversable' ? sources.traversable : kinds));
  const resources = [...resourcesOf(rule, vocabulary), ...edges.flatMap((kind) => sources.sourcesOf(kind))];
  return { path: rule.kind === 'path', resources: new Set(resources) };
}

function concerned(needs: readonly Need[], missing: readonly string[]): { rules: number; paths: number } {
  return count(needs.filter(({ resources }) => missing.some((resource) => resources.has(resource))));
}

function count(needs: readonly Need[]): { rules: number; paths: number } {
  const paths = needs.filter(({ path }) => path).length;
  return { rules: needs.length - paths, paths };
}
