import { createTransport } from 'nodemailer';
import { DomainError } from '@posture/domain';
import type { AppConfig } from '../config/app-config';

/** One message to one address, as text. */
export interface Mail {
  readonly to: string;
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** The same for the same message, however often it is sent: a mail server may tell them apart by it. */
  readonly messageId: string;
}

const WAIT_MS = 20_000;
/** What a server says that will say the same another time: it knows no such user, or no such mailbox. */
const FOR_GOOD = 500;
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);
const NOT_SIGNED_IN: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/** The installation's own mail, by the server its operator set. */
export class Mailer {
  constructor(private readonly config: Pick<AppConfig, 'smtpUrl' | 'smtpFrom'>) {}

  get isConfigured(): boolean {
    return this.config.smtpUrl !== null;
  }

  /**
   * @throws {DomainError} `mail.not_configured`; `mail.misconfigured` when the server refuses the sender, its password or
   *   its mail; `mail.refused` when it refuses the receiver; `mail.unreachable` when it may take it another time
   */
  async send({ to, subject, text, messageId }: Mail): Promise<void> {
    const { smtpUrl, smtpFrom } = this.config;
    if (smtpUrl === null)
      throw new DomainError('mail.not_configured', 'unavailable', 'No mail server is set.', {
        field: 'POSTURE_SMTP_URL',
        remedy: 'Set POSTURE_SMTP_URL to send mail.',
      });
    const url = new URL(smtpUrl.reveal());
    const { hostname, port, username, password } = url;
    const isImplicit = url.protocol === 'smtps:';
    const host = hostname.replace(/^\[|\]$/g, '');
    const transport = createTransport({
      host,
      port: Number(port) || (isImplicit ? 465 : 587),
      secure: isImplicit,
      // A password leaves this machine in no clear text; without one an old relay of one's own network may have no TLS.
      requireTLS: !isImplicit && username !== '' && !LOOPBACK.has(host),
      ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      connectionTimeout: WAIT_MS,
      greetingTimeout: WAIT_MS,
      socketTimeout: WAIT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      const headers = { 'Auto-Submitted': 'auto-generated' };
      await transport.sendMail({
        from: smtpFrom,
        to,
        subject,
        text,
        messageId: `<${messageId}@posture.invalid>`,
        headers,
      });
    } catch (error) {
      throw refusalOf(error);
    } finally {
      transport.close();
    }
  }
}

function refusalOf(error: unknown): DomainError {
  const { responseCode, command, message } = error as { responseCode?: number; command?: string; message: string };
  if (responseCode === undefined) {
    return new DomainError('mail.unreachable', 'unavailable', `The mail server cannot be reached: ${message}.`, {
      field: 'POSTURE_SMTP_URL',
      remedy:
        'See that the server runs, that host and port in POSTURE_SMTP_URL are right, and that its certificate is trusted.',
      cause: error,
    });
  }
  if (NOT_SIGNED_IN.has(responseCode) || (responseCode >= FOR_GOOD && command !== 'RCPT TO')) {
    return new DomainError('mail.misconfigured', 'unavailable', `The mail server refuses us (${responseCode}).`, {
      field: 'POSTURE_SMTP_URL',
      remedy: 'Correct user and password in POSTURE_SMTP_URL and the sender in POSTURE_SMTP_FROM.',
      cause: error,
    });
  }
  const answered = `The mail server answered ${responseCode}.`;
  if (responseCode >= FOR_GOOD) {
    return new DomainError('mail.refused', 'unavailable', answered, { remedy: 'Correct the address.', cause: error });
  }
  return new DomainError('mail.busy', 'unavailable', answered, { remedy: 'It is tried again.', cause: error });
}
