import type { NodeKey, SubjectRef } from '@posture/domain';
import { fingerprintOf } from '@posture/findings';
import type { Candidate, Judgement } from '@posture/findings';
import { uuidv7 } from '@posture/platform';

/** Of every judgement that names no other. */
export const CONNECTION = uuidv7();

/** Named like its key where no name is given. */
export function subject(key: NodeKey, name = key as string): SubjectRef {
  const [kind, externalId] = key.split(':') as [SubjectRef['kind'], string];
  return { kind, key, externalId, name };
}

/** Everything ordinary; each test names what it is about. */
export function candidate(rule: string, key: NodeKey, over: Partial<Candidate> = {}): Candidate {
  return {
    fingerprint: fingerprintOf(rule, key, []),
    rule,
    subject: subject(key),
    severity: 'high',
    score: { score: 64, tier: 'T1', terms: [] },
    title: `${rule} on ${key}`,
    why: 'because',
    evidence: { facts: [], path: [] },
    members: null,
    ...over,
  };
}

/** By three rules that saw everything: what is no candidate is clear. */
export function judgement(version: number, candidates: readonly Candidate[], over: Partial<Judgement> = {}): Judgement {
  return {
    connectionId: CONNECTION,
    scanId: uuidv7(),
    version,
    rules: ['rule-a', 'rule-b', 'rule-group'],
    candidates,
    absenceOf: () => ({ verdict: 'clear' }),
    notAssessed: () => new Set(),
    supersededBy: () => [],
    bulk: () => null,
    ...over,
  };
}
