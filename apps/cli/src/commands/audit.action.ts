import type { Command } from 'commander';
import { DomainError } from '@posture/domain';
import type { AuditOutcome } from '@posture/operators';
import { withArea } from '../areas/area';
import { AUDIT } from '../areas/audit.area';
import type { ToldChange, ToldProof } from '../areas/audit.area';
import { say } from '../output/say';

export interface ListOptions {
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
  readonly connection?: string;
  readonly outcome?: readonly AuditOutcome[];
  readonly limit: number;
  readonly format: 'table' | 'json';
}

export interface VerifyOptions {
  readonly head?: string;
  readonly format: 'table' | 'json';
}

export async function list(options: ListOptions, command: Command): Promise<void> {
  const { connection: connectionId, outcome: outcomes, limit, format, actor, action, target } = options;
  await withArea(AUDIT, command, async (audit) => {
    const events = await audit.list({ actor, action, target, connectionId, outcomes }, limit);
    if (format === 'json') return say(JSON.stringify(events, null, 2));
    for (const event of events) say(line(event));
    say(events.length < limit ? `${events.length} changes` : `the newest ${limit} changes`);
  });
}

/** @throws {DomainError} `audit_head.invalid`, `audit_head.too_old`, `audit.broken` */
export async function verify({ head, format }: VerifyOptions, command: Command): Promise<void> {
  const told = head === undefined ? null : headOf(head);
  await withArea(AUDIT, command, async (audit) => {
    const proof = await audit.verify(told);
    if (format === 'json') say(JSON.stringify(proof, null, 2));
    else for (const each of proofLines(proof)) say(each);
    if (!proof.isIntact) throw broken(proof);
  });
}

function line({ seq, at, actor, action, target, outcome, code }: ToldChange): string {
  const when = at.slice(0, 19).replace('T', ' ');
  const what = [target.type, target.id, target.name === null ? null : `"${target.name}"`].filter(
    (part) => part !== null,
  );
  const how = code === null ? outcome : `${outcome} (${code})`;
  return `${String(seq).padStart(6)}  ${when}  ${actor.kind} ${actor.name}  ${action}  ${what.join(' ')}: ${how}`;
}

function proofLines({ isIntact, checked, firstSeq, head, breaks }: ToldProof): string[] {
  const rows = checked === 0 ? 'no rows' : `${checked} rows from ${firstSeq} to ${head.seq}`;
  return [
    ...breaks.map(({ seq, fault }) => `${seq}: ${fault}`),
    isIntact ? `Intact: ${rows}.` : `Not intact: ${rows}.`,
    `End    ${head.seq}:${head.hash}`,
  ];
}

function broken({ faults }: ToldProof): DomainError {
  return new DomainError('audit.broken', 'conflict', `The audit log is not as it was written: ${faults} faults.`, {
    remedy: 'Compare it with a backup, and find out who had the database to himself.',
  });
}

function headOf(text: string): { readonly seq: number; readonly hash: string } {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash };
  throw new DomainError('audit_head.invalid', 'invalid', `"${text}" is no end of the audit log.`, {
    field: '--head',
    remedy: 'Give it as "posture audit verify" printed it: the number, a colon, 64 hexadecimal digits.',
  });
}
