import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Secret } from '@posture/platform';

/** What secret scanners know a key of ours by. */
const PREFIX = 'posture_';
const SECRET_BYTES = 32;

/** `posture_<id of the key>_<43 random characters>_<checksum of all before>`; the id without its dashes. */
const VALUE =
  /^posture_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[A-Za-z0-9_-]{43}_([0-9a-f]{8})$/;
/** Keys made before they carried an id. */
const FORMER = /^posture_[A-Za-z0-9_-]{43}$/;

/** A new value of a key. Nothing keeps it: it is shown once. */
export function newKeyValue(id: string): Secret {
  const body = `${PREFIX}${id.replaceAll('-', '')}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return new Secret(`${body}_${checksumOf(body)}`);
}

/** @returns what may be looked up: the key's id, null for one made before values carried it; `null` for what is none, or mistyped */
export function readKeyValue(value: string): { readonly id: string | null } | null {
  if (FORMER.test(value)) return { id: null };
  const found = VALUE.exec(value);
  if (found === null) return null;
  const [, a, b, c, d, e, checksum] = found;
  const body = value.slice(0, value.lastIndexOf('_'));
  return checksumOf(body) === checksum ? { id: [a, b, c, d, e].join('-') } : null;
}

/** SHA-256 in hexadecimal; 32 random bytes need no slow hash. */
export function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

/** In the same time whatever differs. */
export function isSameHash(a: string, b: string | null): boolean {
  return b !== null && a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
