import { createHash, randomBytes } from 'node:crypto';
import type { Json, JsonObject } from '@posture/domain';

/** A row of the chain. */
export interface Link {
  readonly seq: number;
  readonly at: Date;
  readonly content: JsonObject;
  readonly salt: string;
  readonly digest: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** Where the chain ends. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** The row after `head`. */
export function linkAfter(head: Head, at: Date, content: JsonObject): Link {
  const salt = randomBytes(16).toString('hex');
  const digest = digestOf(content, salt);
  const seq = head.seq + 1;
  return { seq, at, content, salt, digest, prevHash: head.hash, hash: hashOfLink(seq, at, head.hash, digest) };
}

/**
 * Of what a row says. The chain hashes digests, so that what a row says of somebody can be taken out later without breaking
 * the chain; by its salt nobody can tell what it said by guessing.
 */
export function digestOf(content: JsonObject, salt: string): string {
  return sha256(salt + canonical(content));
}

export function hashOfLink(seq: number, at: Date, prevHash: string, digest: string): string {
  return sha256(canonical([seq, at.toISOString(), prevHash, digest]));
}

/** One text for equal values: names in order, no blanks (the numbers here are whole ones). */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name]!)}`).join(',')}}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
