import { ApiProperty } from '@nestjs/swagger';
import { ACTIVITY_FIELDS, JOINED_FACTS } from '@posture/domain';
import type { ActivityField } from '@posture/domain';
import { ANY, SubjectBody } from '../subject.dto';

/** A field of the event under its own name, described as rules know it. */
function OfEvent(): PropertyDecorator {
  return (target, name) => {
    const { type, means, unit, nullable } = ACTIVITY_FIELDS[name as ActivityField];
    const description = unit === undefined ? means : `${means}; in ${unit}`;
    const plain = type === 'list' ? { type: [String] } : { type, nullable };
    return ApiProperty({ ...plain, description } as Parameters<typeof ApiProperty>[0])(target, name);
  };
}

export class ActivityTargetBody {
  @ApiProperty()
  readonly id: string;

  @ApiProperty({ description: "the provider's word", example: 'AppInstance' })
  readonly type: string;

  @ApiProperty({ type: String, nullable: true })
  readonly login: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly name: string | null;

  @ApiProperty({ type: SubjectBody, nullable: true, description: 'null when it is no kind of the access graph' })
  readonly subject: SubjectBody | null;
}

class JoinedFactBody {
  @ApiProperty({ enum: Object.keys(JOINED_FACTS), enumName: 'JoinedFact' })
  readonly fact: string;

  @ApiProperty({ description: 'whatever the fact holds; null where it is unknown', oneOf: ANY })
  readonly value: unknown;

  @ApiProperty({ enum: ['known', 'unknown', 'at_least'], enumName: 'Certainty' })
  readonly certainty: 'known' | 'unknown' | 'at_least';
}

/** An event of a tenant's log in the words every provider is told in. */
export class ActivityBody {
  @ApiProperty({ description: ACTIVITY_FIELDS.id.means })
  readonly id: string;

  @ApiProperty({ format: 'date-time', description: 'when it was published' })
  readonly at: string;

  @ApiProperty({ description: 'as the provider writes it', example: 'user.session.start' })
  readonly type: string;

  @ApiProperty({ description: 'our own request: kept and counted as use, never judged' })
  readonly isOwn: boolean;

  @OfEvent() readonly severity: string | null;
  @OfEvent() readonly message: string | null;
  @OfEvent() readonly outcome: string | null;
  @OfEvent() readonly reason: string | null;

  @ApiProperty({ type: SubjectBody, nullable: true, description: 'who acted; null for the provider itself' })
  readonly actor: SubjectBody | null;

  @OfEvent() readonly actorId: string | null;
  @OfEvent() readonly actorType: string | null;
  @OfEvent() readonly actorLogin: string | null;
  @OfEvent() readonly actorName: string | null;
  @OfEvent() readonly clientId: string | null;
  @OfEvent() readonly apiTokenId: string | null;

  @ApiProperty({ type: [ActivityTargetBody], description: 'what it was done to' })
  readonly targets: readonly ActivityTargetBody[];

  @OfEvent() readonly isOnSelf: boolean | null;
  @OfEvent() readonly privileges: readonly string[];
  @OfEvent() readonly changes: readonly string[];

  @OfEvent() readonly srcIp: string | null;
  @OfEvent() readonly ipChain: readonly string[];
  @OfEvent() readonly asn: number | null;
  @OfEvent() readonly asOrg: string | null;
  @OfEvent() readonly isp: string | null;
  @OfEvent() readonly isProxy: boolean | null;
  @OfEvent() readonly zone: string | null;
  @OfEvent() readonly country: string | null;
  @OfEvent() readonly region: string | null;
  @OfEvent() readonly city: string | null;
  @OfEvent() readonly lat: number | null;
  @OfEvent() readonly lon: number | null;

  @OfEvent() readonly userAgent: string | null;
  @OfEvent() readonly os: string | null;
  @OfEvent() readonly browser: string | null;
  @OfEvent() readonly deviceType: string | null;
  @OfEvent() readonly deviceToken: string | null;
  @OfEvent() readonly sessionId: string | null;
  @OfEvent() readonly rootSessionId: string | null;

  @OfEvent() readonly authProvider: string | null;
  @OfEvent() readonly credentialType: string | null;
  @OfEvent() readonly issuerId: string | null;
  @OfEvent() readonly issuerType: string | null;
  @OfEvent() readonly factor: string | null;
  @OfEvent() readonly pushResponse: string | null;
  @OfEvent() readonly methods: readonly string[];
  @OfEvent() readonly grantType: string | null;
  @OfEvent() readonly scopes: readonly string[];

  @OfEvent() readonly risk: string | null;
  @OfEvent() readonly riskReasons: readonly string[];
  @OfEvent() readonly threatSuspected: boolean | null;
  @OfEvent() readonly behaviours: readonly string[];

  @OfEvent() readonly requestUri: string | null;
  @OfEvent() readonly transactionId: string | null;
  @OfEvent() readonly transactionType: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'what else the provider put beside it, by its own names',
  })
  readonly details: object;

  @ApiProperty({ type: [JoinedFactBody], description: 'what the inventory said of it when it came in' })
  readonly joined: readonly JoinedFactBody[];
}

export class ActivityDetailBody extends ActivityBody {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'as the provider wrote it' })
  readonly raw: object;
}

/** A part of a time. */
export class TimeSpanBody {
  @ApiProperty({ format: 'date-time' })
  readonly since: string;

  @ApiProperty({ format: 'date-time' })
  readonly until: string;
}
