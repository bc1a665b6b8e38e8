import { RE2JS } from 're2js';

/** Longer ones are no pattern of names any more. */
const MAX_LENGTH = 200;

/**
 * A regular expression that comes from data, in the syntax of RE2, whatever the case. It takes time in proportion to the
 * text, whoever wrote it.
 * @returns whether a text has the pattern somewhere in it
 * @throws {RangeError} saying what is wrong with it
 */
export function linearPattern(pattern: string): (text: string) => boolean {
  if (pattern.length > MAX_LENGTH) throw new RangeError(`it has more than ${MAX_LENGTH} characters`);
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    return (text) => compiled.test(text);
  } catch (error) {
    throw new RangeError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
