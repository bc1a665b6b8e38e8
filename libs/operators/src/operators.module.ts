import { Module } from '@nestjs/common';
import { CLOCK, Database, plain } from '@posture/platform';
import { ApiKeyStore } from './api-key/api-key.store';
import { GuessLimit } from './api-key/guess-limit';
import { KeyAdmission } from './api-key/key-admission';

const PROVIDERS = [plain(ApiKeyStore, Database, CLOCK), plain(KeyAdmission, Database, CLOCK), plain(GuessLimit, CLOCK)];

/** Gives the keys by which operators and their programs use the API. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class OperatorsModule {}
