import { DomainError } from '@posture/domain';
import type { Tuning } from '@posture/domain';

/** Longest file accepted, in characters. */
const MAX_LENGTH = 1_048_576;

/**
 * What a file of settings holds, in YAML or JSON, not checked yet.
 * @param file named in the error
 * @throws {DomainError} `tuning.malformed`
 */
export async function readTuningFile(text: string, file: string): Promise<unknown> {
  if (text.length > MAX_LENGTH) throw malformed(file, `it has more than ${MAX_LENGTH} characters`);
  const { parse } = await import('yaml');
  try {
    // An alias is how a small file becomes a huge one.
    return (parse(text, { maxAliasCount: 0 }) as unknown) ?? {};
  } catch (cause) {
    throw malformed(
      file,
      (cause instanceof Error ? cause.message.split('\n')[0] : undefined) ?? 'it is no YAML',
      cause,
    );
  }
}

/** The same as such a file. */
export async function tuningFile(tuning: Tuning): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(tuning).trimEnd();
}

function malformed(file: string, why: string, cause?: unknown): DomainError {
  return new DomainError('tuning.malformed', 'invalid', `${file} holds no settings: ${why}.`, {
    field: 'file',
    remedy: 'Write `rules:` and `classification:` as `posture rules settings` prints them.',
    cause,
  });
}
