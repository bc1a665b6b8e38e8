/** What an operator may do. There is one role so far: everything. */
export type OperatorRole = 'owner';

/** Who asks. What is allowed, and what is written about it, is decided from this and never from the key itself. */
export interface Principal {
  readonly kind: 'api_key';
  /** Of the key; stays when it is renamed. */
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
}
