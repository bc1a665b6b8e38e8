import { privilegedReach } from '@posture/access-graph';
import type { Exposure, NodeIndex, NodeKind, Severity, SubjectRef, Tier } from '@posture/domain';
import { scoreFinding } from '@posture/findings';
import type { Candidate, Finding } from '@posture/findings';
import type { VersionView } from '../graphs';
import { factsOfKind } from '../judge';

/** What an open finding about the same subject adds to the likelihood: an attacker who is there can use it. */
const ADDED: Readonly<Record<Severity, number>> = {
  critical: 0.15,
  high: 0.1,
  medium: 0.05,
  low: 0.02,
  informational: 0,
};

/** Whoever is behind an address, a session or a device is somebody of the tenant, or wants to be. */
const NOT_IN_INVENTORY: readonly NodeKind[] = ['IpAddress', 'Session', 'DeviceToken'];

/**
 * What something detected is worth: who it is about, what they reach, and what is known to be wrong with them.
 * @param known present findings about the subjects, by key of the subject, worst first
 */
export type DetectionScores = (
  known: ReadonlyMap<string, readonly Finding[]>,
) => (rule: string, entity: SubjectRef, severity: Severity) => Candidate['score'];

/** By one version of the tenant, prepared for all that is detected by it; null: it was never read. */
export function detectionScores(context: VersionView | null): DetectionScores {
  if (context === null)
    return () => (_rule, _entity, severity) =>
      scoreFinding({ severity, tier: 'T3', confidence: 'partial', exposures: [], reach: null });
  const { view, privilege, provider } = context;
  const reachOf = privilegedReach(view, privilege);
  const factsOf = new Map<NodeKind, ReturnType<typeof factsOfKind>>();
  const exposuresOf = ({ kind }: SubjectRef, node: NodeIndex): readonly Exposure[] => {
    if (node < 0) return [];
    let facts = factsOf.get(kind);
    if (facts === undefined) factsOf.set(kind, (facts = factsOfKind(kind, context)));
    return provider.model.exposures(kind, facts(node));
  };
  return (known) => (_rule, entity, severity) => {
    const node = view.indexOf(entity.key);
    const absent: Tier = NOT_IN_INVENTORY.includes(entity.kind) ? 'T2' : 'T3';
    return scoreFinding({
      severity,
      tier: node < 0 ? absent : privilege.tier(node),
      confidence: 'verified',
      exposures: [...exposuresOf(entity, node), ...openFindings(known.get(entity.key) ?? [])],
      reach: node < 0 ? null : reachOf(node),
    });
  };
}

/** The worst is enough: ten of them make nobody ten times likelier to be used. */
function openFindings(findings: readonly Finding[]): readonly Exposure[] {
  const [worst] = findings;
  if (worst === undefined || ADDED[worst.severity] === 0) return [];
  const more = findings.length === 1 ? '' : ` and ${findings.length - 1} more`;
  return [{ name: `open finding: ${worst.title}${more}`, value: ADDED[worst.severity] }];
}
