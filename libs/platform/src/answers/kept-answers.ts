import { createHash } from 'node:crypto';
import { DomainError } from '@posture/domain';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import type { Queryable } from '../database/queryable';
import { uuidv7 } from '../ids';
import { Secret } from '../secrets/secret';
import { isRunning, processName, processOf } from '../store/process-mark';
import type { SecretBox } from '../secrets/secret-box';

/** A request that must be done once, however often it is sent. */
export interface AskedOnce {
  /** Who asks, where, and by which key of his own choice: together they name the request. */
  readonly principal: string;
  readonly route: string;
  readonly key: string;
  /** Everything that makes it this request; only a hash of it is kept. */
  readonly request: string;
}

/** An answer as it was given, for whoever asks under the same key again. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The right to do the request; lost to whoever asks again once it has run out. */
export interface AnswerClaim {
  readonly asked: AskedOnce;
  readonly claim: string;
  /** Of what the request makes; the same for whoever does it again. */
  readonly newId: string;
}

interface Row {
  readonly hash: string;
  readonly newId: string;
  readonly claimedUntil: Date | null;
  /** The process that claimed it last. */
  readonly holder: string | null;
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly sealed: string | null;
  readonly expiresAt: Date;
}

/** How long an answer can be asked for again. */
const KEPT_MS = 24 * 3_600_000;
/** How long somebody who does not renew his claim is believed to be at work, unless his process is known to be gone. */
export const CLAIMED_MS = 60_000;
const RETRY_AFTER_SECONDS = 1;
const PURGE_BATCH = 5_000;

const WHICH = 'principal = $1 and route = $2 and key = $3';

/**
 * Answers to requests that must not be done twice. A claim is taken before the request is done and answered after; one
 * whose process is gone runs out, and the request is done again under the id it had. All instants are the clock's.
 */
export class KeptAnswers {
  readonly #holder = processName();

  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the right to do it, or what it was answered
   * @throws {DomainError} `idempotency_key.reused` for another request, `idempotency_key.in_progress` while it is done
   */
  async claim(asked: AskedOnce): Promise<AnswerClaim | KeptAnswer> {
    const hash = createHash('sha256').update(asked.request).digest('hex');
    for (;;) {
      const outcome = await this.database.transaction((tx) => this.#claimIn(tx, asked, hash));
      // Purged, or let go, between two statements.
      if (outcome !== null) return outcome;
    }
  }

  /** @returns false when the claim is lost */
  async renew({ asked, claim }: AnswerClaim): Promise<boolean> {
    const renewed = await this.database.execute(
      `update kept_answer set claimed_until = $5 where ${WHICH} and claim = $4`,
      [...nameOf(asked), claim, this.#claimEnd()],
    );
    return renewed > 0;
  }

  /** Keeps the answer for 24 h from when it was first asked for; the body sealed, as it may show a secret once. */
  async keep({ asked, claim }: AnswerClaim, { status, headers, body }: KeptAnswer): Promise<void> {
    const sealed = this.secrets.seal(new Secret(body), recordOf(asked));
    await this.database.query(
      `update kept_answer set claim = null, claimed_until = null, status = $5, headers = $6, body_sealed = $7
       where ${WHICH} and claim = $4`,
      [...nameOf(asked), claim, status, JSON.stringify(headers), sealed],
    );
  }

  /** It was refused, and has changed nothing: the key is free for any request. */
  async free({ asked, claim }: AnswerClaim): Promise<void> {
    await this.database.query(`delete from kept_answer where ${WHICH} and claim = $4`, [...nameOf(asked), claim]);
  }

  /** It failed, and may have changed something: the same request may be done again at once, under the same id. */
  async release({ asked, claim }: AnswerClaim): Promise<void> {
    await this.database.query(
      `update kept_answer set claim = null, claimed_until = null where ${WHICH} and claim = $4`,
      [...nameOf(asked), claim],
    );
  }

  /** Forgets what can not be asked for again. */
  async purge(): Promise<void> {
    for (let gone = PURGE_BATCH; gone === PURGE_BATCH;) {
      gone = await this.database.execute(
        `delete from kept_answer where ctid in (select ctid from kept_answer where expires_at <= $1 limit ${PURGE_BATCH})`,
        [this.clock.now()],
      );
    }
  }

  async #claimIn(tx: Queryable, asked: AskedOnce, hash: string): Promise<AnswerClaim | KeptAnswer | null> {
    const now = this.clock.now();
    const fresh = { asked, claim: uuidv7(), newId: uuidv7() };
    const values = [
      ...nameOf(asked),
      hash,
      fresh.newId,
      fresh.claim,
      this.#claimEnd(),
      new Date(now.getTime() + KEPT_MS),
      this.#holder,
    ];
    const [made] = await tx.query(
      `insert into kept_answer (principal, route, key, request_hash, new_id, claim, claimed_until, expires_at, holder)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (principal, route, key) do update
         set request_hash = $4, new_id = $5, claim = $6, claimed_until = $7, expires_at = $8, holder = $9,
           status = null, headers = null, body_sealed = null
         where kept_answer.expires_at <= $10
       returning 1`,
      [...values, now],
    );
    if (made !== undefined) return fresh;
    const [row] = await tx.query<Row>(
      `select request_hash as hash, new_id as "newId", claimed_until as "claimedUntil", holder, status, headers,
         body_sealed as sealed, expires_at as "expiresAt"
       from kept_answer where ${WHICH} for update`,
      nameOf(asked),
    );
    if (row === undefined) return null;
    if (row.hash !== hash) throw reused(row);
    if (row.status !== null) return this.#answerOf(asked, row);
    if (isWorkedOn(row, now)) throw inProgress();
    await tx.query(`update kept_answer set claim = $4, claimed_until = $5, holder = $6 where ${WHICH}`, [
      ...nameOf(asked),
      fresh.claim,
      this.#claimEnd(),
      this.#holder,
    ]);
    return { ...fresh, newId: row.newId };
  }

  #answerOf(asked: AskedOnce, { status, headers, sealed }: Row): KeptAnswer {
    return { status: status!, headers: headers!, body: this.secrets.unseal(sealed!, recordOf(asked)).reveal() };
  }

  #claimEnd(): Date {
    return new Date(this.clock.now().getTime() + CLAIMED_MS);
  }
}

function isWorkedOn({ claimedUntil, holder }: Row, now: Date): boolean {
  if (claimedUntil === null || claimedUntil <= now) return false;
  return holder === null || isRunning(processOf(holder)) !== false;
}

function nameOf({ principal, route, key }: AskedOnce): string[] {
  return [principal, route, key];
}

function recordOf(asked: AskedOnce): string {
  return `answer:${JSON.stringify(nameOf(asked))}`;
}

function reused({ expiresAt }: Row): DomainError {
  return new DomainError(
    'idempotency_key.reused',
    'unprocessable',
    `This key was sent with another request; it stands for that one until ${expiresAt.toISOString()}.`,
    { field: 'Idempotency-Key', remedy: 'Make a new key for each new request, and send it again only with the same.' },
  );
}

function inProgress(): DomainError {
  return new DomainError('idempotency_key.in_progress', 'conflict', 'This request is being done already.', {
    field: 'Idempotency-Key',
    remedy: 'Ask again in a moment with the same key: the answer will be there.',
    details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
  });
}
