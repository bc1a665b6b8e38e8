import { ApiProperty } from '@nestjs/swagger';
import { MAIL_STATES, NOTICE_TYPES } from '@posture/alerts';
import type { NoticeType } from '@posture/alerts';
import { ActorBody } from '../actor.body';

export class NoticeBody {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ enum: NOTICE_TYPES, enumName: 'NoticeType' })
  readonly type: NoticeType;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  readonly connectionId: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'the sync it is about' })
  readonly runId: string | null;

  @ApiProperty({ description: 'one line' })
  readonly title: string;

  @ApiProperty()
  readonly text: string;

  @ApiProperty({ type: String, nullable: true, description: 'what to do about it' })
  readonly nextStep: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true })
  readonly data: object;

  @ApiProperty({ description: 'how often it happened while it lasted' })
  readonly count: number;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time', description: 'when it happened last' })
  readonly lastAt: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'when it was over; null: it lasts, or is nothing that lasts',
  })
  readonly recoveredAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly acknowledgedAt: string | null;

  @ApiProperty({ type: ActorBody, nullable: true })
  readonly acknowledgedBy: ActorBody | null;
}

class NoticeMailBody {
  @ApiProperty({ example: 'oncall@acme.example' })
  readonly recipient: string;

  @ApiProperty({ enum: MAIL_STATES, enumName: 'MailState' })
  readonly state: string;

  @ApiProperty()
  readonly attempts: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'of a pending one' })
  readonly nextAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly sentAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'why the last attempt failed' })
  readonly error: string | null;
}

export class NoticeDetailBody extends NoticeBody {
  @ApiProperty({ type: [NoticeMailBody], description: 'what of it went out by mail' })
  readonly mails: readonly NoticeMailBody[];
}

export class MailHealthBody {
  @ApiProperty({
    enum: ['off', 'ok', 'failing'],
    enumName: 'MailHealthState',
    description: 'off: POSTURE_SMTP_URL is not set',
  })
  readonly state: 'off' | 'ok' | 'failing';

  @ApiProperty({ description: 'mails that are still to go out' })
  readonly pending: number;

  @ApiProperty({
    type: String,
    nullable: true,
    description: "why the last mail was not taken, in the server's own code",
  })
  readonly error: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly lastSentAt: string | null;
}
