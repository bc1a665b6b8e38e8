import type { ListCoverage } from '@posture/flows';
import { subjectView } from '../subject.view';
import type { ListCoverageBody } from './coverage.body';

export function listCoverageView(list: ListCoverage): ListCoverageBody {
  return {
    resource: list.resource,
    parent: list.parent === null ? null : subjectView(list.parent),
    state: list.state,
    reason: list.reason,
    missing: list.missing,
    records: list.records,
    readAt: list.readAt.toISOString(),
  };
}
