/**
 * What SQL is sent through: the database itself, or a transaction. Hand the transaction on as an argument; nothing
 * inside one may query the database beside it, because an embedded store has one backend and would wait for itself.
 */
export interface Queryable {
  /**
   * @param sql PostgreSQL 15 text with `$1` parameters
   * @returns rows of a select or a `returning` clause; [] for other statements
   * @throws {DomainError} `database.unreachable` when the server does not answer
   */
  query<T = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** @returns how many rows the statement wrote */
  execute(sql: string, params?: readonly unknown[]): Promise<number>;
}

/** A database seen as a place to run transactions in; the migrator needs no more of it. */
export interface Transactional extends Queryable {
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
}
