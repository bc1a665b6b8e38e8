import type { ActivityStore, StreamProgress } from '@posture/activity';
import type { DueMail, MailHealth, NoticeStore } from '@posture/alerts';
import { DomainError } from '@posture/domain';
import type { EvaluationStore } from '@posture/evaluations';
import type { Connection } from '@posture/inventory';
import type { AppConfig, Clock, Logger, Mailer, RunStore } from '@posture/platform';
import type { ConnectionDirectory } from '../connection-directory';
import { alertOfNotice } from './notice-alert';
import { noticesOf } from './notices-of';

/** A pass sends no more, lest it never ends. */
const MOST_MAILS = 100;

/** How mail goes: off: no server is set; failing: the last mail was not taken. */
export interface MailState extends MailHealth {
  readonly state: 'off' | 'ok' | 'failing';
}

/**
 * Sees what nobody tells of itself, as a worker that is dead, from what is written down; so that any process may look, also
 * one that does no other work.
 */
export class NoticeFlow {
  constructor(
    private readonly notices: NoticeStore,
    private readonly connections: ConnectionDirectory,
    private readonly runs: RunStore,
    private readonly evaluations: EvaluationStore,
    private readonly activity: ActivityStore,
    private readonly mailer: Mailer,
    private readonly config: Pick<AppConfig, 'noticeTo'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Looks once, and mails what is due. */
  async goOn(): Promise<void> {
    await this.look();
    await this.mail();
  }

  /** Tells what there is to tell, each once, however many processes look. */
  async look(): Promise<void> {
    const overviews = await this.connections.list({ removed: false });
    const ids = overviews.map(({ connection }) => connection.id);
    const runs = new Map((await this.runs.latest('scan', ids)).map((run) => [run.connectionId, run]));
    for (const overview of overviews) {
      const { connection } = overview;
      const { id } = connection;
      const about = {
        overview,
        run: runs.get(id) ?? null,
        firstScan: await this.evaluations.first(id),
        logReadAt: readAt(await this.activity.cursor(id, 'follow')),
      };
      const now = this.clock.now();
      const { raised, over } = noticesOf(about, now);
      const to = this.#recipientsOf(connection);
      for (const notice of raised) {
        if (!(await this.notices.raise(notice, to, alertOfNotice(notice, connection, now)))) continue;
        // That there is something to look at is nothing that went wrong.
        const level = notice.type === 'sync.first_ready' ? 'info' : 'warn';
        this.logger[level]('notice.raised', { type: notice.type, connectionId: id });
      }
      for (const { key, notice } of over)
        await this.notices.recover(key, notice, to, alertOfNotice(notice, connection, now));
    }
  }

  /** Mails what is due; what a server does not take is tried again, and keeps nothing from being shown. */
  async mail(): Promise<void> {
    if (!this.mailer.isConfigured) return;
    for (let sent = 0; sent < MOST_MAILS; sent += 1) {
      const due = await this.notices.takeMail();
      if (due === null) return;
      await this.#send(due);
    }
  }

  async mailState(): Promise<MailState> {
    const health = await this.notices.mailHealth();
    return { ...health, state: !this.mailer.isConfigured ? 'off' : health.error === null ? 'ok' : 'failing' };
  }

  async #send(due: DueMail): Promise<void> {
    const { notice, recipient } = due;
    const lines = [notice.text, notice.nextStep, `Notice ${notice.id}, ${notice.type}.`];
    const text = lines.filter((line) => line !== null).join('\n\n');
    try {
      await this.mailer.send({ to: recipient, subject: `[posture] ${notice.title}`, text, messageId: due.id });
      await this.notices.sent(due.id);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.notices.notSent(due, error.message, error.code === 'mail.refused');
      this.logger.warn('mail.not_sent', { code: error.code, message: error.message });
    }
  }

  #recipientsOf({ contacts }: Connection): string[] {
    return this.mailer.isConfigured ? [...this.config.noticeTo, ...contacts] : [];
  }
}

/** One that fails is tried again and again, and fails at a new time each. */
function readAt(log: StreamProgress | null): Date | null {
  if (log === null) return null;
  return log.state === 'failed' ? (log.reached ?? log.since) : log.updatedAt;
}
