import type { EvidenceEdge, Missing, SubjectRef } from '@posture/domain';
import type { MissingBody, PathEdgeBody, SubjectBody } from './subject.dto';

export function subjectView({ kind, key, externalId, name }: SubjectRef): SubjectBody {
  return { kind, key, externalId, name };
}

export function pathEdgeView({ kind, from, to, derived, props }: EvidenceEdge): PathEdgeBody {
  return { kind, from: subjectView(from), to: subjectView(to), derived, props };
}

export function missingView({ resource, reason, missing }: Missing): MissingBody {
  return { resource, reason, missing };
}
