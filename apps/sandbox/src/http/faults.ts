export type FaultKind =
  /** Answers `status` with Okta's body for it; 502 and 504 come from the gateway as HTML. */
  | 'status'
  /** Answers `status` and repeats the request's credential in every field an error has. */
  | 'echo'
  /** The admin role is gone: 403 E0000006. */
  | 'forbidden'
  /**
   * The admin role is gone and nothing says so: every list answers 200 with its first `visible` rows, none of them
   * built in (default none), and whatever is no list 403 E0000006. Who the caller is stays known.
   */
  | 'role-lost'
  /** The scope is gone: 403, empty body. */
  | 'scope-lost'
  /** The token is dead: 401 E0000011. */
  | 'token-revoked'
  /** The feature was switched off: 401 E0000015. */
  | 'feature-off'
  /** The connection is reset before a byte is answered. */
  | 'reset'
  /** Headers and half of the body, then a reset. */
  | 'cut'
  /** A complete answer whose JSON stops in the middle. */
  | 'truncate'
  /** `next` points at the page just answered. */
  | 'loop-next'
  /** `next` points at another host. */
  | 'foreign-next'
  /** An empty page whose `next` leads to the rows it should have held. */
  | 'empty-page'
  /** 200 with an empty list and no `next`. */
  | 'empty-list'
  /** A user of the page is deleted after it was answered. */
  | 'user-deleted'
  /** Answers after `delayMs`. */
  | 'slow'
  /** 500 E0000009 after `delayMs`, 30 s unless told: the query took Okta too long. */
  | 'timeout';

/**
 * A fault and where it strikes.
 *
 * `path` matches the request's path without query; `*` stands for one or more characters. The first `after` matching
 * requests are spared, the next `count` are struck; `count` null strikes for ever.
 */
export interface Fault {
  readonly kind: FaultKind;
  readonly path: string;
  readonly method?: string;
  readonly after?: number;
  readonly count?: number | null;
  readonly status?: number;
  readonly delayMs?: number;
  readonly visible?: number;
}

const FAULT_KINDS: ReadonlySet<string> = new Set<FaultKind>([
  'status',
  'echo',
  'forbidden',
  'role-lost',
  'scope-lost',
  'token-revoked',
  'feature-off',
  'reset',
  'cut',
  'truncate',
  'loop-next',
  'foreign-next',
  'empty-page',
  'empty-list',
  'user-deleted',
  'slow',
  'timeout',
]);

interface ArmedFault {
  readonly fault: Fault;
  readonly pattern: RegExp;
  seen: number;
  struck: number;
}

/** Lost permissions stay lost; everything else strikes once unless told otherwise. */
const LASTING: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'forbidden',
  'role-lost',
  'scope-lost',
  'token-revoked',
  'feature-off',
]);

export class FaultSwitch {
  private armed: ArmedFault[] = [];

  constructor(faults: readonly Fault[] = []) {
    for (const fault of faults) this.add(fault);
  }

  add(fault: Fault): void {
    this.armed.push({ fault, pattern: patternOf(fault.path), seen: 0, struck: 0 });
  }

  clear(): void {
    this.armed = [];
  }

  list(): readonly (Fault & { readonly seen: number; readonly struck: number })[] {
    return this.armed.map(({ fault, seen, struck }) => ({ ...fault, seen, struck }));
  }

  /** Counts the request against every fault that names its path and returns those that strike it. */
  strike(method: string, path: string): readonly Fault[] {
    if (this.armed.length === 0) return [];
    const striking: Fault[] = [];
    for (const armed of this.armed) {
      const { fault } = armed;
      if (fault.method !== undefined && fault.method !== method) continue;
      if (!armed.pattern.test(path)) continue;
      armed.seen++;
      const count = fault.count === undefined ? (LASTING.has(fault.kind) ? null : 1) : fault.count;
      if (armed.seen <= (fault.after ?? 0)) continue;
      if (count !== null && armed.struck >= count) continue;
      armed.struck++;
      striking.push(fault);
    }
    return striking;
  }
}

/** @throws Error when `value` is not a fault, saying which field is wrong */
export function parseFault(value: unknown): Fault {
  if (typeof value !== 'object' || value === null) throw new Error('a fault is an object');
  const raw = value as Record<string, unknown>;
  if (typeof raw.kind !== 'string' || !FAULT_KINDS.has(raw.kind)) {
    throw new Error(`kind: one of ${[...FAULT_KINDS].join(', ')}`);
  }
  if (typeof raw.path !== 'string' || !raw.path.startsWith('/')) throw new Error('path: a pattern beginning with /');
  return {
    kind: raw.kind as FaultKind,
    path: raw.path,
    method: typeof raw.method === 'string' ? raw.method.toUpperCase() : undefined,
    after: whole(raw, 'after'),
    count: raw.count === null ? null : whole(raw, 'count'),
    status: whole(raw, 'status'),
    delayMs: whole(raw, 'delayMs'),
    visible: whole(raw, 'visible'),
  };
}

function whole(raw: Record<string, unknown>, field: string): number | undefined {
  const value = raw[field];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw new Error(`${field}: a whole number`);
  return value;
}

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.+');
  return new RegExp(`^${escaped}$`);
}
