import type { AuditEvent, AuditProof } from '@posture/operators';
import { actorView } from '../actor.body';
import type { AuditEventBody, AuditProofBody } from './audit.body';

export function auditEventView(event: AuditEvent): AuditEventBody {
  const { seq, at, actor, address, userAgent, action, target, connectionId, outcome, code, endedAt } = event;
  const { fields, reason, requestId, hash } = event;
  return {
    seq,
    at: at.toISOString(),
    actor: actorView(actor),
    address,
    userAgent,
    action,
    target: { type: target.type, id: target.id, name: target.name },
    connectionId,
    outcome,
    code,
    endedAt: endedAt?.toISOString() ?? null,
    fields,
    reason,
    requestId,
    hash,
  };
}

export function auditProofView({ isIntact, checked, firstSeq, head, faults, breaks }: AuditProof): AuditProofBody {
  return {
    isIntact,
    checked,
    firstSeq,
    head: { seq: head.seq, hash: head.hash },
    faults,
    breaks: breaks.map(({ seq, fault }) => ({ seq, fault })),
  };
}
