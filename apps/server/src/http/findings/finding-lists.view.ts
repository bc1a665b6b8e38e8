import type { FacetCount, FacetCounts, FindingGroup } from '@posture/findings';
import { subjectView } from '../subject.view';
import type { FacetCountBody, FacetsBody, FindingGroupBody } from './finding-lists.body';

export function facetsView({ severity, status, rule, connection, tier, assignee }: FacetCounts): FacetsBody {
  return {
    severity: severity.map(facetCountView),
    status: status.map(facetCountView),
    rule: rule.map(facetCountView),
    connection: connection.map(facetCountView),
    tier: tier.map(facetCountView),
    assignee: assignee.map(facetCountView),
  };
}

/** @param title of a fix */
export function groupView(group: FindingGroup & { readonly title?: string }): FindingGroupBody {
  return {
    key: group.key,
    count: group.count,
    severity: group.severity,
    score: group.score,
    subjects: group.subjects,
    rules: group.rules,
    title: group.title ?? null,
    subject: group.subject === null ? null : subjectView(group.subject),
    connectionId: group.connectionId,
  };
}

function facetCountView({ value, count }: FacetCount): FacetCountBody {
  return { value, count };
}
