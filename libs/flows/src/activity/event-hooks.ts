import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { DomainError } from '@posture/domain';
import type { EventHook, JsonObject, RequestHeaders } from '@posture/domain';
import type { ConnectionStore } from '@posture/inventory';
import { Secret } from '@posture/platform';
import type { Clock, FarNudges, Logger } from '@posture/platform';
import type { Providers } from '../providers';
import type { Nudges } from './nudges';

/** Whoever knocks all day is told of so often. */
const TELL_EVERY_MS = 60_000;
const SECRET_BYTES = 32;

/** What a person enters at the provider. */
export interface MadeHook {
  /** Name of the request header that carries the secret. */
  readonly header: string;
  readonly secret: Secret;
}

/**
 * Providers that call when something happened. A call makes whoever follows the log look at it at once, here or in another
 * process; a call that is lost, doubled or made up costs no more than one look.
 */
export class EventHooks {
  #refused = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly connections: ConnectionStore,
    private readonly providers: Providers,
    private readonly nudges: Nudges,
    private readonly farNudges: FarNudges,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Makes the connection's secret, or another in its place. @throws {DomainError} `connection.not_found`, `hook.unsupported` */
  async make(connectionId: string): Promise<MadeHook> {
    const { provider } = await this.connections.get(connectionId);
    const { hook } = this.providers.get(provider).activity;
    if (hook === null) throw unsupported();
    const secret = new Secret(randomBytes(SECRET_BYTES).toString('base64url'));
    await this.connections.setHook(connectionId, secret);
    return { header: hook.secretHeader, secret };
  }

  /** Nobody is listened to any more. @throws {DomainError} `connection.not_found` */
  remove(connectionId: string): Promise<void> {
    return this.connections.setHook(connectionId, null);
  }

  /**
   * Answers a provider that asks whether somebody listens. One that brings a secret is told when it is wrong; one that
   * brings none learns nothing, as every connection answers alike.
   * @throws {DomainError} `hook.refused`, `hook.challenge_missing`
   */
  async verify(connectionId: string, headers: RequestHeaders): Promise<JsonObject> {
    for (const { activity } of this.providers.all) {
      const answer = activity.hook?.challengeAnswer(headers) ?? null;
      if (activity.hook === null || answer === null) continue;
      if (carried(activity.hook, headers) !== null) await this.admit(connectionId, headers);
      return answer;
    }
    throw new DomainError('hook.challenge_missing', 'invalid', 'This request carries no challenge to answer.', {
      remedy: 'Only the verification of a provider is answered here; deliveries are posted.',
    });
  }

  /** @throws {DomainError} `hook.refused`, whatever is wrong: nobody learns which connections there are */
  async admit(connectionId: string, headers: RequestHeaders): Promise<EventHook> {
    const known = await this.connections.hook(connectionId);
    if (known === null) throw refused();
    const { hook } = this.providers.get(known.provider).activity;
    if (hook !== null && isSame(carried(hook, headers) ?? '', known.secret.reveal())) return hook;
    this.#tell('hook.refused', connectionId);
    throw refused();
  }

  /**
   * Takes what an admitted caller brought; from now on it is forgotten.
   * @param body as JSON was read
   * @throws {DomainError} `hook.malformed`, `hook.too_old`
   */
  async deliver(connectionId: string, hook: EventHook, body: unknown): Promise<void> {
    const newest = hook.newestOf(body);
    if (newest === null) {
      throw new DomainError('hook.malformed', 'invalid', 'This is no delivery of the provider.', {
        remedy: "Let the provider's event hook call this address, and nobody else.",
      });
    }
    if (this.clock.now().getTime() - newest > hook.windowMs) {
      this.#tell('hook.too_old', connectionId);
      throw new DomainError('hook.too_old', 'invalid', 'All this tells of is older than what the provider delivers.', {
        remedy: 'Nothing is missed: the log is read by itself. When deliveries are new, set the clock of this machine.',
      });
    }
    this.log.debug('hook.delivered', { connectionId });
    this.nudges.nudge(connectionId);
    await this.farNudges.send(connectionId);
  }

  /** With how many there were since; what strangers send to no connection is not worth a line. */
  #tell(code: string, connectionId: string): void {
    this.#refused += 1;
    const now = this.clock.now().getTime();
    if (now - this.#toldAt < TELL_EVERY_MS) return;
    this.log.warn('hook.refused', { connectionId, code, count: this.#refused });
    this.#toldAt = now;
    this.#refused = 0;
  }
}

function carried({ secretHeader }: EventHook, headers: RequestHeaders): string | null {
  const value = headers[secretHeader.toLowerCase()];
  return typeof value === 'string' ? value : null;
}

/** In a time that tells nothing about either, their lengths included. */
function isSame(given: string, known: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(known));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function refused(): DomainError {
  return new DomainError('hook.refused', 'unauthenticated', 'No event hook with that secret is listened to here.', {
    remedy: 'Make a secret with POST /api/v1/connections/{id}/hook, and enter it with its header at the provider.',
  });
}

function unsupported(): DomainError {
  return new DomainError('hook.unsupported', 'conflict', 'This kind of provider calls nobody when something happens.', {
    remedy: 'There is nothing to do: its log is read by itself.',
  });
}
