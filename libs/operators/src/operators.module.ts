import { Module } from '@nestjs/common';
import { CLOCK, Database, LOGGER, SecretBox, plain } from '@posture/platform';
import { ApiKeyStore } from './api-key/api-key.store';
import { GuessLimit } from './api-key/guess-limit';
import { KeyAdmission } from './api-key/key-admission';
import { AuditLog } from './audit/audit-log';
import { AuditReader } from './audit/audit-reader';

const PROVIDERS = [
  plain(ApiKeyStore, Database, CLOCK),
  plain(KeyAdmission, Database, CLOCK),
  plain(GuessLimit, CLOCK),
  plain(AuditLog, Database, SecretBox, CLOCK, LOGGER),
  plain(AuditReader, Database, SecretBox),
];

/** Gives the keys by which operators and their programs use the API, and what they changed. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class OperatorsModule {}
