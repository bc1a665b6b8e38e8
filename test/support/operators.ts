import type { KeyMaker } from '@posture/operators';

/** At the command line: whoever holds the store may everything. */
export const PERSON: KeyMaker = { actor: { kind: 'cli', id: 'kim', name: 'kim' }, role: 'owner', connections: null };
