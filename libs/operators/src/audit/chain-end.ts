import type { Queryable, SecretBox } from '@posture/platform';
import { Secret } from '@posture/platform';
import { canonical } from './chain';
import type { Head } from './chain';

/** Both ends of the chain: the newest row there must be, and the first that is kept with the hash before it. */
export interface ChainEnd extends Head {
  readonly firstSeq: number;
  readonly firstPrevHash: string;
  /** The same, by the master key; null before the first row. */
  readonly sealed: string | null;
}

const RECORD = 'audit:chain';

/** @param hold whether nobody else adds to the chain for the rest of the transaction */
export async function readChain(store: Queryable, { hold = false } = {}): Promise<ChainEnd> {
  const [row] = await store.query<{
    seq: string;
    hash: string;
    firstSeq: string;
    firstPrevHash: string;
    sealed: string | null;
  }>(
    `select seq, hash, first_seq as "firstSeq", first_prev_hash as "firstPrevHash", sealed from audit_chain
     ${hold ? 'for update' : ''}`,
  );
  if (row === undefined) throw new Error('the audit chain has no end');
  return { ...row, seq: Number(row.seq), firstSeq: Number(row.firstSeq) };
}

export function sealChain(end: Omit<ChainEnd, 'sealed'>, secrets: SecretBox): string {
  return secrets.seal(new Secret(textOf(end)), RECORD);
}

/** Whether the end is as somebody wrote it who has the master key. */
export function isSealed(end: ChainEnd, secrets: SecretBox): boolean {
  if (end.sealed === null) return end.seq === 0;
  try {
    return secrets.unseal(end.sealed, RECORD).reveal() === textOf(end);
  } catch {
    return false;
  }
}

function textOf({ seq, hash, firstSeq, firstPrevHash }: Omit<ChainEnd, 'sealed'>): string {
  return canonical({ seq, hash, firstSeq, firstPrevHash });
}
