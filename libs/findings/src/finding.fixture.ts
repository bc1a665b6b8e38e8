import type { NodeKey, SubjectRef } from '@posture/domain';
import { kindOfKey } from '@posture/domain';
import { ENGINE, fingerprintOf } from './finding';
import type { Candidate, Finding } from './finding';
import { startedTiming } from './sla';

/** Builders for specs: everything ordinary, each spec names what it is about. */
export function aSubject(key: NodeKey = 'User:u1', name: string | null = 'ana@acme.example'): SubjectRef {
  return { kind: kindOfKey(key), key, externalId: key.slice(key.indexOf(':') + 1), name };
}

export function aCandidate(over: Partial<Candidate> = {}): Candidate {
  const subject = over.subject ?? aSubject();
  const rule = over.rule ?? 'admin-inactive';
  return {
    fingerprint: fingerprintOf(rule, subject.key, []),
    rule,
    subject,
    severity: 'high',
    score: { score: 64, tier: 'T1', terms: [] },
    title: 'a title',
    why: 'a reason',
    evidence: { facts: [], path: [] },
    members: null,
    ...over,
  };
}

export function aFinding(over: Partial<Finding> = {}): Finding {
  const candidate = aCandidate();
  const at = new Date('2026-03-01T00:00:00Z');
  return {
    id: '0195e000-0000-7000-8000-000000000001',
    connectionId: '0195e000-0000-7000-8000-00000000000c',
    fingerprint: candidate.fingerprint,
    rule: candidate.rule,
    subject: candidate.subject,
    severity: 'high',
    severitySource: 'rule',
    severityReason: null,
    ruleSeverity: 'high',
    score: 64,
    tier: 'T1',
    scoreTerms: [],
    status: 'open',
    statusChangedAt: at,
    statusChangedBy: ENGINE,
    present: true,
    notAssessed: [],
    title: 'a title',
    why: 'a reason',
    evidence: { facts: [], path: [] },
    count: 1,
    supersededBy: null,
    firstSeenAt: at,
    lastSeenAt: at,
    resolvedAt: null,
    resolution: null,
    verifiedAt: null,
    reopenCount: 0,
    lastReopenedAt: null,
    reopenReason: null,
    assignee: null,
    ...startedTiming('high', at),
    exceptionId: null,
    needsReview: false,
    reviewedEvidence: null,
    clearIn: null,
    expiryTold: false,
    externalRefs: [],
    judgedVersion: 1,
    sequence: 1,
    ...over,
  };
}
