import { Module } from '@nestjs/common';
import { CLOCK, Database, plain } from '@posture/platform';
import { ApiKeyStore } from './api-key/api-key.store';

const PROVIDERS = [plain(ApiKeyStore, Database, CLOCK)];

/** Gives the keys by which operators and their programs use the API. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class OperatorsModule {}
