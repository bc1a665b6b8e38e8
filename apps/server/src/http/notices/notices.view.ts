import type { Notice, NoticeMail } from '@posture/alerts';
import { actorView } from '../actor.body';
import type { MailHealthBody, NoticeBody, NoticeDetailBody } from './notices.body';

export function noticeView(notice: Notice): NoticeBody {
  return {
    id: notice.id,
    type: notice.type,
    connectionId: notice.connectionId,
    runId: notice.runId,
    title: notice.title,
    text: notice.text,
    nextStep: notice.nextStep,
    data: notice.data,
    count: notice.count,
    createdAt: notice.createdAt.toISOString(),
    lastAt: notice.lastAt.toISOString(),
    recoveredAt: notice.recoveredAt?.toISOString() ?? null,
    acknowledgedAt: notice.acknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: notice.acknowledgedBy === null ? null : actorView(notice.acknowledgedBy),
  };
}

export function noticeDetailView(notice: Notice, mails: readonly NoticeMail[]): NoticeDetailBody {
  return {
    ...noticeView(notice),
    mails: mails.map(({ recipient, state, attempts, nextAt, sentAt, error }) => ({
      recipient,
      state,
      attempts,
      nextAt: state === 'pending' ? nextAt.toISOString() : null,
      sentAt: sentAt?.toISOString() ?? null,
      error,
    })),
  };
}

export function mailHealthView({
  state,
  pending,
  error,
  lastSentAt,
}: Omit<MailHealthBody, 'lastSentAt'> & { readonly lastSentAt: Date | null }): MailHealthBody {
  return { state, pending, error, lastSentAt: lastSentAt?.toISOString() ?? null };
}
