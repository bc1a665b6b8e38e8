import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DomainError } from '@posture/domain';
import { uuidv7 } from '../ids';
import { refuseForeign, refuseOpenParents } from '../store/private-path';
import { Secret } from './secret';

const KEY_FIELD = 'POSTURE_MASTER_KEY_FILE';
const FORMAT = 'v1';
const KEY_BYTES = 32;
const IV_BYTES = 12;

/**
 * Seals credentials with AES-256-GCM under a master key that lives in a file of mode 0600 outside the database. A
 * sealed text opens only for the record it was sealed for, so a row copied onto another is refused.
 */
export class SecretBox {
  readonly #key: Buffer;

  private constructor(
    key: Buffer,
    private readonly keyFile: string,
  ) {
    this.#key = key;
  }

  /**
   * Opens the master key, making it at the first start.
   * @throws {DomainError} `secret.key_exposed`, `secret.key_invalid`, `secret.key_unreadable`, `data_dir.exposed`
   */
  static open(keyFile: string): SecretBox {
    const key = createKey(keyFile) ?? readKey(keyFile);
    return new SecretBox(key, keyFile);
  }

  /** @param record what the secret belongs to, such as `connection:<id>`; needed again to unseal */
  seal(secret: Secret, record: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(record));
    const sealed = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
    return [FORMAT, iv, cipher.getAuthTag(), sealed]
      .map((p) => (typeof p === 'string' ? p : p.toString('base64url')))
      .join('.');
  }

  /** @throws {DomainError} `secret.unreadable` when the key, the record or the text is another */
  unseal(sealed: string, record: string): Secret {
    const [format, iv, tag, body] = sealed.split('.');
    try {
      if (format !== FORMAT || iv === undefined || tag === undefined || body === undefined) throw new Error('format');
      const decipher = createDecipheriv('aes-256-gcm', this.#key, Buffer.from(iv, 'base64url'), { authTagLength: 16 })
        .setAAD(Buffer.from(record))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return new Secret(
        Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8'),
      );
    } catch (cause) {
      throw new DomainError(
        'secret.unreadable',
        'conflict',
        `The credential of ${record} cannot be opened with the master key in ${this.keyFile}.`,
        {
          remedy: 'Restore the master key file the credential was sealed with, or enter the credential again.',
          cause,
        },
      );
    }
  }
}

/** Linked into place with its content: of processes that start together none reads it half written. @returns null when the file exists already */
function createKey(keyFile: string): Buffer | null {
  if (existsSync(keyFile)) return null;
  const key = randomBytes(KEY_BYTES);
  const draft = `${keyFile}.${uuidv7()}`;
  try {
    mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
    refuseOpenParents(keyFile, KEY_FIELD);
    writeFileSync(draft, `${key.toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
    linkSync(draft, keyFile);
    return key;
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && syscall === 'link') return null;
    throw keyError('secret.key_unreadable', `The master key file ${keyFile} cannot be created.`, error);
  } finally {
    if (existsSync(draft)) rmSync(draft);
  }
}

function readKey(keyFile: string): Buffer {
  let text: string;
  try {
    refuseForeign(keyFile, KEY_FIELD);
    refuseOpenParents(keyFile, KEY_FIELD);
    if (process.platform !== 'win32' && (statSync(keyFile).mode & 0o077) !== 0) {
      throw new DomainError('secret.key_exposed', 'conflict', `Other users may read the master key file ${keyFile}.`, {
        field: KEY_FIELD,
        remedy: `Run: chmod 600 ${keyFile}`,
      });
    }
    text = readFileSync(keyFile, 'utf8');
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw keyError('secret.key_unreadable', `The master key file ${keyFile} cannot be read.`, error);
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) {
    throw keyError(
      'secret.key_invalid',
      `The master key file ${keyFile} does not hold ${KEY_BYTES} bytes in base64.`,
      null,
    );
  }
  return key;
}

function keyError(code: string, message: string, cause: unknown): DomainError {
  return new DomainError(code, 'conflict', message, {
    field: KEY_FIELD,
    remedy: 'Restore the file from a backup; a new key cannot open credentials sealed with the old one.',
    cause: cause ?? undefined,
  });
}
