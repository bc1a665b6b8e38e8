import type { FastifyInstance, FastifyReply } from 'fastify';
import { Outage, Polling } from '@posture/platform';
import type { AnswerClaim, KeptAnswers, Logger } from '@posture/platform';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while the request must not be done by anybody else. */
    once: OnceRequest | null;
  }
}

/** Well within the time a claim lasts. */
const RENEW_MS = 20_000;
/** Headers that belong to what was answered, not to the answering. */
const KEPT_HEADERS = ['content-type', 'location', 'etag'];

/** A request that is being done under its `Idempotency-Key`, until it is answered. */
export class OnceRequest {
  readonly #renewing: Polling;

  private constructor(
    readonly claim: AnswerClaim,
    private readonly answers: KeptAnswers,
    private readonly logger: Logger,
  ) {
    const outage = new Outage(logger, 'answer.not_renewed');
    this.#renewing = new Polling(RENEW_MS, () => outage.survive(async () => void (await answers.renew(claim))));
  }

  static begin(claim: AnswerClaim, answers: KeptAnswers, logger: Logger): OnceRequest {
    const once = new OnceRequest(claim, answers, logger);
    once.#renewing.start();
    return once;
  }

  /**
   * Before anything is sent. Only success is kept: what was refused has changed nothing, and what failed may go well the
   * next time. Whoever asked is answered even when his answer can not be kept.
   */
  async answered(reply: FastifyReply, body: unknown): Promise<void> {
    await this.#renewing.stop();
    try {
      if (reply.statusCode >= 500) await this.answers.release(this.claim);
      else if (reply.statusCode >= 400) await this.answers.free(this.claim);
      else await this.answers.keep(this.claim, answerOf(reply, body));
    } catch (error) {
      this.logger.warn('answer.not_kept', { requestId: reply.request.id, error });
    }
  }
}

/** Lets answers be kept before they are sent. */
export function keepAnswers(http: FastifyInstance): void {
  http.decorateRequest('once', null);
  http.addHook('onSend', async (request, reply, body) => {
    await request.once?.answered(reply, body);
  });
}

function answerOf(reply: FastifyReply, body: unknown) {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  return { status: reply.statusCode, headers: Object.fromEntries(headers), body: typeof body === 'string' ? body : '' };
}
