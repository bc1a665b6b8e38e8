import { TRAVERSABLE_KINDS, sourcesOf } from '@posture/access-graph';
import type { Link, Probe, RuleFile } from '@posture/domain';
import { resourcesOf } from '@posture/rule-engine';

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

/**
 * Asks what the credential may read. Stores nothing.
 * @throws {DomainError} `okta.…` naming the input at fault, when the credential is refused altogether
 */
export async function probeOkta(link: Link, rules: readonly RuleFile[], signal?: AbortSignal): Promise<ProbeReport> {
  const probed = await link.probe(signal);
  const needs = rules.map(needOf);
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
function needOf(rule: RuleFile): Need {
  const steps = rule.path?.steps ?? [];
  const edges = steps.flatMap(({ kinds }) => (kinds === 'traversable' ? TRAVERSABLE_KINDS : kinds));
  return { path: rule.kind === 'path', resources: new Set([...resourcesOf(rule), ...edges.flatMap(sourcesOf)]) };
}

function concerned(needs: readonly Need[], missing: readonly string[]): { rules: number; paths: number } {
  return count(needs.filter(({ resources }) => missing.some((resource) => resources.has(resource))));
}

function count(needs: readonly Need[]): { rules: number; paths: number } {
  const paths = needs.filter(({ path }) => path).length;
  return { rules: needs.length - paths, paths };
}
