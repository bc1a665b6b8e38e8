import { Unknown } from '@posture/domain';
import type { FactContext, FactNeed, Facts, FactSet, Json, NodeIndex, Tier } from '@posture/domain';
import { GROUP_RULE_FACTS } from '../fact-schema/group-rule.facts';
import { attributesIn } from './attribute-references';
import { unreadList, unreadLists } from '../../../facts/list-coverage';
import { boundedBy, mergedNeeds } from './role-facts';

interface Prepared {
  readonly selfWritable: ReadonlySet<string>;
  readonly schemaNeeds: readonly FactNeed[];
  readonly appNeeds: readonly FactNeed[];
}

export const groupRuleFacts: FactSet<Prepared> = {
  kind: 'GroupRule',
  schema: GROUP_RULE_FACTS,
  prepare,
  compute: (context, rule, prepared) => {
    const { status, expression } = context.view.props(rule);
    const writable = attributesIn(expression).filter((name) => prepared.selfWritable.has(name));
    return {
      status: String(status ?? 'UNKNOWN'),
      expression: typeof expression === 'string' ? expression : null,
      isBroadMatch: comparesPart(expression),
      selfWritableAttributes: boundedBy(writable, prepared.schemaNeeds),
      selfWritableAttributeCount: boundedBy(writable.length, prepared.schemaNeeds),
      ...targetFacts(context, rule, prepared),
    };
  },
};

function prepare({ view }: FactContext): Prepared {
  return {
    selfWritable: new Set(
      view
        .ofKind('Attribute')
        .filter((attribute) => view.props(attribute)['permission'] === 'READ_WRITE')
        .map((attribute) => String(view.props(attribute)['name'] ?? view.externalId(attribute))),
    ),
    schemaNeeds: [
      ...unreadList(view.coverage, 'user-types'),
      ...unreadLists(view, 'user-schema', view.ofKind('UserType')),
    ],
    appNeeds: [...unreadList(view.coverage, 'apps'), ...unreadLists(view, 'app-groups', view.ofKind('App'))],
  };
}

/** True when part of a value decides, so that whoever shapes the rest of the value gets in. */
function comparesPart(expression: Json | undefined): boolean {
  return (
    typeof expression === 'string' &&
    /\b(stringContains|startsWith|endsWith|substring|substringBefore|substringAfter|matches|contains)\s*\(/i.test(
      expression,
    )
  );
}

function targetFacts(context: FactContext, rule: NodeIndex, { appNeeds }: Prepared): Facts {
  const { view, privilege } = context;
  const privileged: string[] = [];
  let sensitive = false;
  const needs: FactNeed[] = [...appNeeds];
  for (const group of view.out(rule, 'ADDS_TO')) {
    const tiers = [privilege.tier(group), ...appTiers(context, group)];
    if (tiers.some((tier) => tier === 'T0' || tier === 'T1'))
      privileged.push(view.name(group) ?? view.externalId(group));
    if (tiers.some((tier) => tier !== 'T3')) sensitive = true;
    needs.push(...privilege.heldRolesNeeds(group));
  }
  const merged = needs.length === 0 ? needs : mergedNeeds(needs);
  const unless = (proven: boolean): boolean | Unknown => (proven || merged.length === 0 ? proven : new Unknown(merged));
  return {
    privilegedTargets: boundedBy(privileged, merged),
    givesPrivilege: unless(privileged.length > 0),
    givesSensitiveAccess: unless(sensitive),
  };
}

function appTiers({ view, privilege }: FactContext, group: NodeIndex): readonly Tier[] {
  return view
    .out(group, 'ASSIGNED_TO')
    .filter((app) => view.props(app)['status'] === 'ACTIVE')
    .map((app) => privilege.tier(app));
}
