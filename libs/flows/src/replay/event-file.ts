import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { DomainError } from '@posture/domain';

/** Lists of events that exports put into an object of their own. */
const ENVELOPES = ['events', 'records', 'value', 'results', 'hits', 'data', 'logs'];
const GZIP = [0x1f, 0x8b];

/**
 * Raw events of a file: a JSON array, an object that holds one, or an object a line; plain or gzip. Lines that are no JSON are
 * given as text, for whoever judges events to refuse.
 * @param path `-` for standard input
 * @throws {DomainError} `events.unreadable`
 */
export async function eventsOf(path: string, stdin: Readable = process.stdin): Promise<unknown[]> {
  try {
    return await parsed(await unpacked(path === '-' ? stdin : createReadStream(path)));
  } catch (cause) {
    throw new DomainError('events.unreadable', 'invalid', `The events in ${path} cannot be read.`, {
      field: '--events',
      remedy: 'Give a file of System Log events: a JSON array or one event a line, plain or gzip.',
      cause,
    });
  }
}

async function unpacked(source: Readable): Promise<Readable> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done === true) return Readable.from([]);
  const whole = Readable.from(
    (async function* () {
      yield first.value;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
    })(),
  );
  return GZIP.every((byte, at) => first.value[at] === byte) ? whole.pipe(createGunzip()) : whole;
}

/** Line by line while each is an event by itself; all at once when they are parts of something. */
async function parsed(source: Readable): Promise<unknown[]> {
  const events: unknown[] = [];
  const lines: string[] = [];
  let isWhole = false;
  for await (const line of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
    const text = line.trim();
    if (text === '') continue;
    if (!isWhole && events.length === 0 && lines.length === 0)
      isWhole = text.startsWith('[') || jsonOf(text) === undefined;
    if (isWhole) lines.push(line);
    else {
      const value = jsonOf(text);
      events.push(...(value === undefined ? [text] : listIn(value)));
    }
  }
  return isWhole ? listIn(JSON.parse(lines.join('\n'))) : events;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function listIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  if (typeof value !== 'object' || value === null || 'uuid' in value) return [value];
  for (const name of ENVELOPES) {
    const inner = (value as Record<string, unknown>)[name];
    if (Array.isArray(inner)) return inner as unknown[];
    if (typeof inner === 'object' && inner !== null && ENVELOPES.some((each) => each in inner)) return listIn(inner);
  }
  return [value];
}
