type Json = null | boolean | number | string | { readonly [field: string]: Json } | readonly Json[];

/** A value as JSON has it, to be read only. */
export type Plain<T> = unknown extends T
  ? Json
  : T extends Date
    ? string
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : T extends object
        ? { readonly [Field in keyof T]: Plain<T[Field]> }
        : T;
