import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@posture/domain';
import { isProblemDocument, problemOf } from './server-problem';

/** An answer begins within that; a probe or a preview of a large org takes a minute. */
const ANSWER_MS = 180_000;
/** A request is sent so often at most. */
const MOST_TRIES = 4;
const KEY = 'idempotency-key';
/** Whoever is to wait longer is told, rather than left before a terminal that does nothing. */
const LONGEST_WAIT_S = 60;
/** The server, or what stands before it, is away for now. */
const AWAY = [502, 503, 504];

/** How requests are sent; tests give a shorter patience. */
export interface Patience {
  readonly answerMs: number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

const PATIENCE: Patience = { answerMs: ANSWER_MS, sleep: delay };

/**
 * `fetch` for a server of ours: whatever comes back is a success. A request is sent again where that does nothing twice:
 * after 429 always, as it was not begun; after a broken connection, or when something before the server says that it is
 * away, only one that reads, or a POST, which carries an `Idempotency-Key`.
 * @throws {ServerProblem} what the server refused
 * @throws {DomainError} `server.unreachable`, `server.silent`, `server.redirects`, `server.unlike`
 */
export async function askServer(request: Request, patience: Patience = PATIENCE): Promise<Response> {
  if (request.method === 'POST' && !request.headers.has(KEY)) request.headers.set(KEY, randomUUID());
  for (let tries = 1; ; tries++) {
    const answer = await sent(request.clone(), patience.answerMs);
    const waitS = waitBefore(request, answer);
    if (waitS === null || waitS > LONGEST_WAIT_S || tries === MOST_TRIES) return successOf(request, answer);
    await patience.sleep(waitS * 1_000);
  }
}

/** What came back, or why nothing did. */
type Answer = Response | DomainError;

async function sent(request: Request, answerMs: number): Promise<Answer> {
  const silence = new AbortController();
  // Only until it begins: what is long may take its time.
  const timer = setTimeout(() => silence.abort(), answerMs);
  try {
    return await fetch(request, { signal: silence.signal, redirect: 'manual' });
  } catch (cause) {
    return silence.signal.aborted ? silent(request, answerMs, cause) : unreachable(request, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** @returns seconds; null: it is not sent again */
function waitBefore({ method }: Request, answer: Answer): number | null {
  const doesNothingTwice = ['GET', 'POST'].includes(method);
  if (answer instanceof DomainError) return doesNothingTwice && answer.code === 'server.unreachable' ? 1 : null;
  const told = answer.headers.get('retry-after');
  const waitS = told !== null && /^\d{1,6}$/.test(told) ? Number(told) : null;
  if (answer.status === 429) return waitS ?? 1;
  if (!doesNothingTwice || !AWAY.includes(answer.status)) return null;
  // The server itself says when to ask again, if that helps: what it could not do is often another's fault.
  return isProblemDocument(answer) ? waitS : (waitS ?? 1);
}

async function successOf(request: Request, answer: Answer): Promise<Response> {
  if (answer instanceof DomainError) throw answer;
  if (answer.ok) return answer;
  throw answer.status < 400 ? redirects(request, answer) : ((await problemOf(answer)) ?? unlike(String(answer.status)));
}

function unreachable({ url }: Request, cause: unknown): DomainError {
  const why = (cause as { cause?: { code?: unknown; message?: unknown } }).cause;
  const said = why?.code ?? why?.message;
  const words = typeof said === 'string' ? ` (${said})` : '';
  return new DomainError('server.unreachable', 'unavailable', `${new URL(url).host} cannot be reached${words}.`, {
    field: '--server',
    remedy:
      'Check the address, and that the server runs. For a certificate of your own authority, NODE_EXTRA_CA_CERTS names a file with it.',
    cause,
  });
}

function silent({ url }: Request, answerMs: number, cause: unknown): DomainError {
  const { host } = new URL(url);
  return new DomainError('server.silent', 'unavailable', `${host} did not answer within ${answerMs / 1_000} seconds.`, {
    field: '--server',
    remedy: 'What was asked for may still be done: look before you ask again.',
    cause,
  });
}

/** A redirect would hand the key to whoever it names. */
function redirects({ url }: Request, answer: Response): DomainError {
  const to = answer.headers.get('location') ?? 'nowhere';
  return new DomainError('server.redirects', 'upstream', `${new URL(url).host} points to ${to} instead of answering.`, {
    field: '--server',
    remedy: 'Give the address the server itself answers at; the key is not sent on.',
  });
}

/** @param said what came instead */
export function unlike(said: string, cause?: unknown): DomainError {
  return new DomainError('server.unlike', 'upstream', `The server answers otherwise than described: ${said}.`, {
    field: '--server',
    remedy: 'Check that a posture server of this version answers there, and what stands before it.',
    cause,
  });
}
