/** Edges of one kind as they arrive: four columns that grow together, node positions instead of keys. */
export class EdgeColumns {
  length = 0;
  sources = new Uint32Array(256);
  targets = new Uint32Array(256);
  origins = new Uint32Array(256);
  props = new Uint32Array(256);

  push(source: number, target: number, origin: number, props: number): void {
    if (this.length === this.sources.length) this.grow();
    const at = this.length++;
    this.sources[at] = source;
    this.targets[at] = target;
    this.origins[at] = origin;
    this.props[at] = props;
  }

  private grow(): void {
    this.sources = doubled(this.sources);
    this.targets = doubled(this.targets);
    this.origins = doubled(this.origins);
    this.props = doubled(this.props);
  }
}

function doubled(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(column.length * 2);
  wider.set(column);
  return wider;
}

/** The slice of a sorted list that belongs to each node of the one contiguous range that has any. */
interface Offsets {
  readonly first: number;
  readonly starts: Uint32Array;
}

/**
 * All edges of one kind, in compressed sparse rows: sorted by (source, target, origin), with an index by target.
 * `origins` says which read gave the edge, so that the same relation read twice is one neighbour but two rows.
 */
export class Adjacency {
  private constructor(
    readonly sources: Uint32Array,
    readonly targets: Uint32Array,
    readonly origins: Uint32Array,
    /** Positions in the table of interned props; null when no edge of the kind has any. */
    readonly props: Uint32Array | null,
    private readonly outgoing: Offsets,
    private readonly incoming: Offsets,
    /** Edge positions ordered by (target, source, origin). */
    private readonly byTarget: Uint32Array,
    /** Whether some relation was given by more than one read. */
    private readonly repeated: boolean,
  ) {}

  /** @param originRank rank of an origin in the order that decides ties */
  static from(columns: EdgeColumns, originRank: (origin: number) => number): Adjacency {
    const { length } = columns;
    const order = countingSort(countingSort(ascending(length), columns.targets), columns.sources);
    const sources = pick(columns.sources, order);
    const targets = pick(columns.targets, order);
    const origins = pick(columns.origins, order);
    let props: Uint32Array | null = pick(columns.props, order);
    const repeated = orderRepeats(sources, targets, origins, props, originRank);
    if (!props.some((id) => id !== 0)) props = null;
    const byTarget = countingSort(ascending(length), targets);
    return new Adjacency(
      sources,
      targets,
      origins,
      props,
      offsetsOf(sources),
      offsetsOf(pick(targets, byTarget)),
      byTarget,
      repeated,
    );
  }

  get edgeCount(): number {
    return this.sources.length;
  }

  get bytes(): number {
    const columns = this.props === null ? 4 : 5;
    return 4 * (columns * this.edgeCount + this.outgoing.starts.length + this.incoming.starts.length);
  }

  /** Edge positions [from, to) of the node's outgoing edges. */
  outFrom(node: number): number {
    return startOf(this.outgoing, node);
  }

  outTo(node: number): number {
    return startOf(this.outgoing, node + 1);
  }

  out(node: number): readonly number[] {
    const from = this.outFrom(node);
    const to = this.outTo(node);
    if (from === to) return NONE;
    const found: number[] = [];
    for (let at = from; at < to; at++) {
      const target = this.targets[at] as number;
      if (!this.repeated || found[found.length - 1] !== target) found.push(target);
    }
    return found;
  }

  in(node: number): readonly number[] {
    const from = startOf(this.incoming, node);
    const to = startOf(this.incoming, node + 1);
    if (from === to) return NONE;
    const found: number[] = [];
    for (let at = from; at < to; at++) {
      const source = this.sources[this.byTarget[at] as number] as number;
      if (!this.repeated || found[found.length - 1] !== source) found.push(source);
    }
    return found;
  }

  /** Positions of the node's edges, one for each neighbour; the first origin speaks for a repeated relation. */
  outPositions(node: number): readonly number[] {
    const found: number[] = [];
    const to = this.outTo(node);
    for (let at = this.outFrom(node); at < to; at++) {
      const last = found[found.length - 1];
      if (last === undefined || this.targets[last] !== this.targets[at]) found.push(at);
    }
    return found;
  }

  inPositions(node: number): readonly number[] {
    const found: number[] = [];
    const to = startOf(this.incoming, node + 1);
    for (let at = startOf(this.incoming, node); at < to; at++) {
      const position = this.byTarget[at] as number;
      const last = found[found.length - 1];
      if (last === undefined || this.sources[last] !== this.sources[position]) found.push(position);
    }
    return found;
  }

  /** Position of the edge given by that very read, or -1. */
  find(source: number, target: number, origin: number): number {
    const to = this.outTo(source);
    for (let at = this.firstAtOrAfter(this.outFrom(source), to, target); at < to; at++) {
      if (this.targets[at] !== target) return -1;
      if (this.origins[at] === origin) return at;
    }
    return -1;
  }

  private firstAtOrAfter(from: number, to: number, target: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.targets[middle] as number) < target) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const NONE: readonly number[] = Object.freeze([]);

function startOf({ first, starts }: Offsets, node: number): number {
  const at = node - first;
  if (at <= 0) return 0;
  return starts[Math.min(at, starts.length - 1)] as number;
}

/** @param sorted node positions in ascending order */
function offsetsOf(sorted: Uint32Array): Offsets {
  const first = sorted[0] ?? 0;
  const last = sorted[sorted.length - 1] ?? 0;
  const starts = new Uint32Array(sorted.length === 0 ? 1 : last - first + 2);
  for (const node of sorted) (starts[node - first + 1] as number)++;
  for (let at = 1; at < starts.length; at++) (starts[at] as number) += starts[at - 1] as number;
  return { first, starts };
}

function ascending(length: number): Uint32Array {
  const order = new Uint32Array(length);
  for (let at = 0; at < length; at++) order[at] = at;
  return order;
}

function pick(column: Uint32Array, order: Uint32Array): Uint32Array {
  const picked = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) picked[at] = column[order[at] as number] as number;
  return picked;
}

/** Stable, linear in rows and in the width of the range of values. */
function countingSort(order: Uint32Array, values: Uint32Array): Uint32Array {
  let low = Infinity;
  let high = 0;
  for (const at of order) {
    const value = values[at] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (order.length === 0) return order;
  const next = new Uint32Array(high - low + 2);
  for (const at of order) (next[(values[at] as number) - low + 1] as number)++;
  for (let at = 1; at < next.length; at++) (next[at] as number) += next[at - 1] as number;
  const sorted = new Uint32Array(order.length);
  for (const at of order) {
    const bucket = (values[at] as number) - low;
    sorted[next[bucket] as number] = at;
    (next[bucket] as number)++;
  }
  return sorted;
}

/** Puts rows of one relation in origin order, in place; true when there was any such relation. */
function orderRepeats(
  sources: Uint32Array,
  targets: Uint32Array,
  origins: Uint32Array,
  props: Uint32Array,
  rank: (origin: number) => number,
): boolean {
  let repeated = false;
  for (let from = 0; from < sources.length;) {
    let to = from + 1;
    while (to < sources.length && sources[to] === sources[from] && targets[to] === targets[from]) to++;
    if (to - from > 1) {
      repeated = true;
      const rows = Array.from(ascending(to - from), (at) => ({
        origin: origins[from + at] as number,
        props: props[from + at] as number,
      }));
      rows.sort((a, b) => rank(a.origin) - rank(b.origin));
      rows.forEach((row, at) => {
        origins[from + at] = row.origin;
        props[from + at] = row.props;
      });
    }
    from = to;
  }
  return repeated;
}
