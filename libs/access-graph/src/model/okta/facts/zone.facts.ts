import { AtLeast, Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, NodeIndex } from '@posture/domain';
import { ZONE_FACTS } from '../fact-schema/zone.facts';
import { widestPrefix } from './address-width';
import { textOf } from '../../../facts/wire';
import { isSystem } from './policy-rules';
import { takesWholeCountry, zoneUses } from './zone-uses';
import type { ZoneUses } from './zone-uses';

/** How wide network zones are and what relies on them. */
export const zoneFacts: FactSet<ZoneUses> = {
  kind: 'Zone',
  schema: ZONE_FACTS,
  prepare: ({ view }: FactContext) => zoneUses(view),
  compute({ view }: FactContext, zone: NodeIndex, uses: ZoneUses): Facts {
    const id = view.externalId(zone);
    const { status, usage, gateways } = view.props(zone);
    const trusted = uses.trusted.get(id) ?? [];
    return {
      status: textOf(status) ?? 'INACTIVE',
      usage: textOf(usage) ?? 'POLICY',
      system: isSystem(view, zone),
      widestPrefix: widestPrefix(gateways),
      wholeCountry: takesWholeCountry(view, zone),
      trustedUseCount: counted(trusted.length, uses.ruleNeeds),
      relaxedUseCount: counted((uses.relaxed.get(id) ?? []).length, uses.ruleNeeds),
      trustedBy: uses.ruleNeeds.length > 0 && trusted.length === 0 ? new Unknown(uses.ruleNeeds) : [...trusted].sort(),
      referenceCount: counted(uses.references.get(id) ?? 0, uses.referenceNeeds),
    };
  },
};

function counted(count: number, needs: readonly FactNeed[]): number | AtLeast<number> {
  return needs.length > 0 ? new AtLeast(count, needs) : count;
}
