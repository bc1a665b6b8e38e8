/** One step of the schema. Applied once, in list order; what is applied together is in one transaction. */
export interface Migration {
  /** Never changed once released; `<room>-<number>-<what>`. */
  readonly name: string;
  readonly up: readonly string[];
  /** Undoes `up`, in the order given. */
  readonly down: readonly string[];
}
