import type { Bodies } from '../client/server';
import type { Places, Told } from './area';

export type ToldKey = Told<'ApiKeyBody'>;

/** A key with its value, which is shown this once. */
export interface ShownKey {
  readonly key: ToldKey;
  readonly value: string;
}

export interface KeyAsked {
  readonly name: string;
  readonly role: Bodies['OperatorRole'];
  /** Ids; null: whatever its maker sees. */
  readonly connectionIds: readonly string[] | null;
  readonly expiresInDays: number;
}

export interface RotationAsked {
  readonly overlapHours: number;
  readonly expiresInDays: number;
}

/** Keys of the API. */
export interface KeysArea {
  /** @throws {DomainError} `connection.not_found`, and what makes no key */
  create(asked: KeyAsked): Promise<ShownKey>;
  /** Oldest first. */
  list(): Promise<readonly ToldKey[]>;
  /** @throws {DomainError} `api_key.not_found`, and what a revoked key refuses */
  rotate(id: string, asked: RotationAsked): Promise<ShownKey>;
  /** @throws {DomainError} `api_key.not_found` */
  revoke(id: string): Promise<void>;
}

export const KEYS: Places<KeysArea> = {
  here: async () => (await import('./keys.here')).keysHere,
  there: async () => (await import('./keys.there')).keysThere,
};
