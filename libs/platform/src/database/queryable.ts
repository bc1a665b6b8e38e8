import type { Repository } from 'typeorm';
import type { EntityClass } from './data-source';

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
  /**
   * The rows of an entity the database was connected with, for those that people edit one at a time; bulk work is SQL.
   * Its `save` and `remove` open transactions of their own where there is none: use `insert`, `update` and `delete`.
   */
  repository<Row extends object>(entity: EntityClass<Row>): Repository<Row>;
}
