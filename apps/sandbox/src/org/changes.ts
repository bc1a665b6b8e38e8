/** Who made a change, by id. Default: the first administrator of the org, in the admin console. */
export type ChangedBy = { readonly user: string } | { readonly token: string } | { readonly client: string } | 'system';

export type Change = ChangeTo & { readonly by?: ChangedBy };

type ChangeTo =
  /** `object` needs only what differs from the quiet default, as in a scenario's `add`. */
  | { readonly op: 'add'; readonly collection: string; readonly object: Readonly<Record<string, unknown>> }
  | {
      readonly op: 'patch';
      readonly collection: string;
      readonly id: string;
      readonly patch: Readonly<Record<string, unknown>>;
    }
  | { readonly op: 'remove'; readonly collection: string; readonly id: string };

/** What a change did to one object. Members and assignments are named `<group or app id>/<user or group id>`. */
export interface Mutation {
  readonly op: Change['op'];
  readonly collection: string;
  readonly id: string;
  /** Of an object in a list of another one's. */
  readonly parent: string | null;
  /** Null: it was not there. */
  readonly before: Plain | null;
  readonly after: Plain | null;
  /** What the change gave: the object to add, or the patch. */
  readonly given: Plain;
}

type Plain = Readonly<Record<string, unknown>>;
