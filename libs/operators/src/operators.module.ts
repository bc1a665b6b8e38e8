import { Module } from '@nestjs/common';
import { CLOCK, Database, plain } from '@posture/platform';
import { ApiKeyStore } from './api-key/api-key.store';

const PROVIDERS = [plain(ApiKeyStore, Database, CLOCK)];

@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class OperatorsModule {}
