import { Module } from '@nestjs/common';
import { CLOCK, Database, plain } from '@posture/platform';
import { TuningStore } from './tuning/tuning.store';

const PROVIDERS = [plain(TuningStore, Database, CLOCK)];

/** Gives how rules are tuned, kept in PostgreSQL. */
@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class RuleEngineModule {}
